import { createHash, randomUUID } from 'node:crypto';
import type { ClerkUser } from '@/lib/clerk/users';
import type { ClerkShape } from '@/lib/profile/core/clerk-shape';
import { newMirror, type Field, type Mirror } from '@/lib/profile/core/mirror';
import type { Profile, Refusal, ShownRefusal } from '@/lib/profile/model/profile';
import { fieldNames, readValues, type FieldName, type Patch } from '@/lib/profile/model/values';
import type { LocalClerk, NewLocalUser } from '@/local/clerk/start';
import { withFields } from './mirror';

/** The values of whoever is built here, Ann Lindqvist; a field that the app does not declare is left out. */
const annsValues = () => readValues({ firstName: 'Ann', lastName: 'Lindqvist', avatarColor: 'teal' });

/** Returns a user as Clerk answers, in the app's shape: Ann Lindqvist, with whatever a test is about. */
export const aClerkUser = (over: Partial<ClerkUser> = {}): ClerkUser => ({
  id: 'user_ann',
  firstName: 'Ann',
  lastName: 'Lindqvist',
  username: null,
  publicMetadata: {},
  privateMetadata: {},
  unsafeMetadata: {},
  imageUrl: null,
  updatedAt: Date.UTC(2026, 0),
  ...over,
});

/** Signs a real user up in a running local Clerk, and returns them as its Backend API shows them. */
export const aUserIn = ({ createUser }: Pick<LocalClerk, 'createUser'>, given: Partial<NewLocalUser> = {}) =>
  createUser({ email: `${randomUUID()}@example.com`, ...given });

/** Returns a refusal by Clerk of a value, just now unless a test says when. */
export const aRefusal = (value: Refusal['value'], over: Partial<Refusal> = {}): Refusal => ({
  value,
  code: 'form_param_unknown',
  message: 'is unknown',
  traceId: null,
  at: new Date().toISOString(),
  ...over,
});

/** What a test can say of a profile: some of its values, and of a refusal what matters. */
interface SomeProfile extends Partial<Omit<Profile, 'values' | 'refused'>> {
  values?: Patch;
  refused?: Partial<Record<FieldName, Partial<ShownRefusal>>>;
}

/**
 * Returns a profile as devices read it: Ann Lindqvist's, confirmed by Clerk, with whatever a test is about. A refused
 * field shows the refused value; equal arguments have equal versions.
 */
export function aProfile({ values: given, refused: refusals = {}, ...over }: SomeProfile = {}): Profile {
  const { revision = 4, pending = [] } = over;
  const values = { ...annsValues(), ...given };
  const refused = fieldNames.flatMap((name) => {
    const refusal = refusals[name];
    if (!refusal) return [];
    return [[name, { ...aRefusal(values[name]), inClerk: annsValues()[name], ...refusal }]];
  });
  return {
    values,
    revision,
    version: `${revision}.${digestOf([given, refusals, over])}`,
    pending,
    pendingSince: pending.length > 0 ? new Date().toISOString() : null,
    refused: Object.fromEntries(refused) as Profile['refused'],
    source: 'checked',
    ...over,
  };
}

const digestOf = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 12);

/** What a test can say of a mirror: its values, more of some fields, when Clerk was read, and any other part. */
interface SomeMirror extends Partial<Omit<Mirror, 'fields'>> {
  values?: Patch;
  fields?: Partial<Record<FieldName, Partial<Field>>>;
}

/**
 * Returns what is known of one person: Ann Lindqvist, confirmed by Clerk when it was last read. `readAt` is that time,
 * in ms since 1970.
 */
export function aMirror(
  { values, fields = {}, ...over }: SomeMirror = {},
  readAt = over.clerkReadAt ?? Date.UTC(2026, 0),
): Mirror {
  return withFields({ ...newMirror({ ...annsValues(), ...values }, readAt, readAt), ...over }, fields);
}

/** The part of a user in Clerk's own JSON that holds fields. */
interface UserJson {
  first_name: string | null;
  last_name: string | null;
  username?: string | null;
  public_metadata: object;
  private_metadata: object;
  unsafe_metadata?: object;
}

/** Returns a user in Clerk's own JSON as the core reads it. */
export const clerkShapeOf = (user: UserJson): ClerkShape => ({
  firstName: user.first_name,
  lastName: user.last_name,
  username: user.username ?? null,
  publicMetadata: { ...user.public_metadata },
  privateMetadata: { ...user.private_metadata },
  unsafeMetadata: { ...user.unsafe_metadata },
});
