import type { Profile } from '@/lib/profile/model/profile';
import { pick } from '@/lib/profile/model/values';

/**
 * Returns what to show for a profile just read: the profile itself, unless the answer to a save overtook it.
 * `before` was shown when the read began, `now` is shown when it ends. Pure.
 */
export function newestProfile({ before, now, read }: { before?: Profile; now?: Profile; read: Profile }): Profile {
  const isOvertaken =
    now !== before &&
    now !== undefined &&
    now.source !== 'clerk' &&
    read.source !== 'clerk' &&
    now.revision > read.revision;
  return isOvertaken ? now : keepPending(now, read);
}

/**
 * Returns `read`, and if it is from Clerk alone, with what `known` has on top of it: the fields that were pending
 * there, and those that only Postgres keeps. While that is unreachable, Clerk's answer lacks both; this device still
 * knows them. Pure.
 */
export function keepPending(known: Profile | undefined, read: Profile): Profile {
  if (read.source !== 'clerk' || !known) return read;
  const unknown = read.unknown?.filter((name) => known.unknown?.includes(name));
  const stillKnown = read.unknown?.filter((name) => !unknown?.includes(name)) ?? [];
  const kept = [...known.pending, ...stillKnown];
  if (kept.length === 0) return read;
  const { pending, pendingSince, revision, refused } = known;
  return {
    ...read,
    values: { ...read.values, ...pick(known.values, kept) },
    ...(unknown && { unknown }),
    ...(pending.length > 0 && { pending, pendingSince, revision, refused }),
  };
}
