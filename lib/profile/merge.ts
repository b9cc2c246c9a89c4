import { pendingFields, isRefused, type Mirror } from './mirror';
import { schedule } from './push-schedule';
import { fieldNames, readValue, type FieldName, type Values } from './values';

/** How long a patch of unknown outcome can still land, in ms. */
export const DOUBT_LASTS_MS = 10 * 60_000;

/** Written beside saves that went straight to Clerk because Postgres was away. */
export interface Stamp {
  /** what each field was last saved as in this way, and when, ms since 1970: a push that knew nothing of it may have written over it */
  fields: Partial<Record<string, { value: string; at: number }>>;
  /** the latest of these saves by their ids, with the time of each */
  saves: Partial<Record<string, number>>;
}

/** What Clerk was seen to hold. */
export interface Seen {
  values: Values;
  /** Clerk's `updated_at`, ms since 1970 */
  updatedAt: number;
  /** of the saves that went past the mirror; null where there was none */
  stamp: Stamp | null;
  /**
   * Clerk's time up to which this was certainly read after what the mirror knows: a difference of that very millisecond is then newer.
   * Null where nobody can tell.
   */
  after: number | null;
  /** when the reading of it began, ms since 1970 by the clock of Postgres; null for news that came by itself, which may be of any age */
  readAt: number | null;
}

/** What one field went through in a merge. `overruled` is Clerk's value that lost against a pending save. */
export type FieldChange = { from: string; to: string } | { overruled: string };

export type Merge =
  /** older than what is known: nothing may change */
  | { kind: 'ignored' }
  /** of the same millisecond as what is known, and different: Clerk must be asked which came first */
  | { kind: 'unsure' }
  | { kind: 'merged'; mirror: Mirror; changes: Partial<Record<FieldName, FieldChange>> };

/**
 * Merges what Clerk holds into the mirror, field by field, with `confirmed` as the base:
 * - Clerk changed and nothing is pending there: Clerk's value is taken.
 * - Clerk changed and the field is pending: the later one wins, and the other goes into history. The pending save is the later
 *   one unless Clerk's side is stamped with a later time.
 * - Clerk has the value that is pending: it is confirmed once Clerk was read after the save, or its push was answered.
 * - A stamp tells of a later save than the mirror's, and Clerk holds an own write: that was made in ignorance of the save, so
 *   the stamped value is taken, and pushed over it.
 * - Clerk's value is an own write that landed late, after a newer save: it is confirmed, not taken, and so pushed over.
 *
 * Total and pure: `now` (ms since 1970) comes from outside.
 */
export function merge(mirror: Mirror, seen: Seen, now: number): Merge {
  const known = mirror.clerkUpdatedAt;
  if (known !== null && seen.updatedAt < known) return { kind: 'ignored' };
  const differs = fieldNames.some((name) => seen.values[name] !== mirror.confirmed[name]);
  if (differs && seen.updatedAt === known && seen.after !== known) return { kind: 'unsure' };

  const doubtful = mirror.doubtful.filter((doubt) => now - doubt.at < DOUBT_LASTS_MS);
  const waiting = new Set(pendingFields(mirror));
  const values: Record<string, string> = { ...mirror.values };
  const savedAt = { ...mirror.savedAt };
  const stampedAt = { ...mirror.stampedAt };
  const changes: Partial<Record<FieldName, FieldChange>> = {};

  for (const name of fieldNames) {
    const theirs = seen.values[name];
    const ownWrite = doubtful.some((doubt) => doubt.patch[name] === theirs);
    const stamp = newsOf(mirror, name, seen.stamp);
    if (stamp) {
      stampedAt[name] = stamp.at;
      if (stamp.at >= (lastWord(mirror, name) ?? 0)) {
        const to = ownWrite ? readValue(name, stamp.value) : theirs;
        if (to !== mirror.values[name]) changes[name] = { from: mirror.values[name], to };
        values[name] = to;
        if (to === theirs) delete savedAt[name];
        else savedAt[name] = stamp.at;
        continue;
      }
    }
    if (theirs === mirror.values[name]) {
      // Only a look at Clerk that began after the save proves that it is there: the same value may be somebody's older edit.
      if (seen.readAt !== null && (mirror.savedAt[name] ?? 0) < seen.readAt) delete savedAt[name];
      continue;
    }
    if (theirs === mirror.confirmed[name] || ownWrite) continue;
    if (waiting.has(name) || isRefused(mirror, name)) changes[name] = { overruled: theirs };
    else {
      changes[name] = { from: mirror.values[name], to: theirs };
      values[name] = theirs;
      delete savedAt[name];
    }
  }

  const moved = Object.values(changes).some((change) => 'to' in change);
  const merged: Mirror = {
    ...mirror,
    values: values as Values,
    confirmed: seen.values,
    savedAt,
    stampedAt,
    revision: mirror.revision + (moved ? 1 : 0),
    clerkUpdatedAt: seen.updatedAt,
    doubtful,
    ...lookedAt(mirror, seen.readAt),
  };
  return { kind: 'merged', changes, mirror: schedule(merged, now) };
}

/** A field's stamp that no merge has seen before, not even as overruled. */
const newsOf = ({ stampedAt }: Mirror, name: FieldName, stamp: Stamp | null): { value: string; at: number } | null => {
  const told = stamp?.fields[name];
  return told && told.at > (stampedAt[name] ?? 0) ? told : null;
};

/** When the mirror's own value of a field that waits, or that Clerk refused, came about, ms since 1970; null where that is not known. */
const lastWord = (mirror: Mirror, name: FieldName): number | null =>
  mirror.savedAt[name] ?? (isRefused(mirror, name) ? Date.parse(mirror.refused[name]?.at ?? '') : null);

/** A look at Clerk has seen all that was there when it began, and nothing is known of what came after. */
const lookedAt = ({ checkedAt, staleSince }: Mirror, readAt: number | null): Pick<Mirror, 'checkedAt' | 'staleSince'> =>
  readAt === null ? { checkedAt, staleSince } : { checkedAt: Math.max(checkedAt ?? 0, readAt), staleSince: staleSince !== null && staleSince >= readAt ? staleSince : null };
