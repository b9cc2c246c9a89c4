import { pendingFields, isRefused, type Mirror } from './mirror';
import { fieldNames, type FieldName, type Values } from './values';

/** How long a patch of unknown outcome can still land, in ms. */
export const DOUBT_LASTS_MS = 10 * 60_000;

/** What Clerk was seen to hold. */
export interface Seen {
  values: Values;
  /** Clerk's `updated_at`, ms since 1970 */
  updatedAt: number;
}

/** What one field went through in a merge. `overruled` is Clerk's value that lost against a pending save. */
export type FieldChange = { from: string; to: string } | { overruled: string };

export type Merge =
  /** older than what is known: nothing may change */
  | { kind: 'ignored' }
  | { kind: 'merged'; mirror: Mirror; changes: Partial<Record<FieldName, FieldChange>> };

/**
 * Merges what Clerk holds into the mirror, field by field, with `confirmed` as the base:
 * - Clerk changed and nothing is pending there: Clerk's value is taken.
 * - Clerk changed and the field is pending: the pending save is the later one and stays; the other goes into history.
 * - Clerk's value is an own write that landed late, after a newer save: it is confirmed, not taken, and so pushed over.
 *
 * Total and pure: `now` (ms since 1970) comes from outside.
 */
export function merge(mirror: Mirror, seen: Seen, now: number): Merge {
  if (mirror.clerkUpdatedAt !== null && seen.updatedAt < mirror.clerkUpdatedAt) return { kind: 'ignored' };

  const doubtful = mirror.doubtful.filter((doubt) => now - doubt.at < DOUBT_LASTS_MS);
  const waiting = new Set(pendingFields(mirror));
  const values: Record<string, string> = { ...mirror.values };
  const changes: Partial<Record<FieldName, FieldChange>> = {};

  for (const name of fieldNames) {
    const theirs = seen.values[name];
    if (theirs === mirror.confirmed[name] || theirs === mirror.values[name]) continue;
    const ownLateWrite = doubtful.some((doubt) => doubt.patch[name] === theirs);
    if (ownLateWrite) continue;
    if (waiting.has(name) || isRefused(mirror, name)) changes[name] = { overruled: theirs };
    else {
      changes[name] = { from: mirror.values[name], to: theirs };
      values[name] = theirs;
    }
  }

  const moved = Object.values(changes).some((change) => 'to' in change);
  return {
    kind: 'merged',
    changes,
    mirror: {
      ...mirror,
      values: values as Values,
      confirmed: seen.values,
      revision: mirror.revision + (moved ? 1 : 0),
      clerkUpdatedAt: seen.updatedAt,
      doubtful,
    },
  };
}
