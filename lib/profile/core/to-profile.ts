import { createHash } from 'node:crypto';
import type { Profile } from '@/lib/profile/model/profile';
import { fieldNames } from '@/lib/profile/model/values';
import { fromClerk, mirrorOnlyFields, type ClerkShape } from './clerk-shape';
import { baseOf, pendingFields, refusedFieldsOf, valuesOf, type Mirror } from './mirror';

type Unversioned = Omit<Profile, 'version' | 'source'>;

/** Returns what a device is shown of this mirror. `source` says how current it is. */
export function toProfile(mirror: Mirror, source: Profile['source']): Profile {
  return versioned(
    {
      values: valuesOf(mirror),
      revision: mirror.revision,
      pending: pendingFields(mirror),
      pendingSince: mirror.pendingSince === null ? null : new Date(mirror.pendingSince).toISOString(),
      refused: shownRefusals(mirror),
    },
    source,
  );
}

/** Returns a profile as Clerk alone knows it, while Postgres is unreachable. */
export const profileFromClerk = (user: ClerkShape): Profile => ({
  ...versioned({ values: fromClerk(user), revision: 0, pending: [], pendingSince: null, refused: {} }, 'clerk'),
  ...(mirrorOnlyFields.length > 0 && { unknown: mirrorOnlyFields }),
});

/** Returns the version that a device is notified of when this mirror changes. */
export const versionOf = (mirror: Mirror): string => toProfile(mirror, 'checked').version;

const shownRefusals = (mirror: Mirror): Profile['refused'] => {
  const inClerk = baseOf(mirror);
  return Object.fromEntries(
    refusedFieldsOf(mirror).flatMap((name) => {
      const { refusal } = mirror.fields[name];
      if (!refusal) return [];
      return [[name, { ...refusal, inClerk: inClerk[name] }]];
    }),
  );
};

/** The version: the revision, a dot, and a digest of all the rest. The same for the same profile in every process. */
function versioned(profile: Unversioned, source: Profile['source']): Profile {
  const { values, revision, pending, pendingSince, refused } = profile;
  // by name, since Postgres keeps no order of keys
  const refusals = fieldNames.map((name) => {
    const { value, code, message, traceId, at, inClerk } = refused[name] ?? {};
    return [value, code, message, traceId, at, inClerk];
  });
  const content = JSON.stringify([fieldNames.map((name) => [name, values[name]]), pending, pendingSince, refusals]);
  const digest = createHash('sha256').update(content).digest('base64url').slice(0, 12);
  return { ...profile, version: `${revision}.${digest}`, source };
}
