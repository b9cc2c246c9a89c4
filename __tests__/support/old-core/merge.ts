import { pendingFields, isRefused, type InFlightWrite, type Mirror } from './mirror';
import { schedule } from './push-schedule';
import { fieldNames, readValue, type FieldName, type Values } from '@/lib/profile/model/values';

/** How long a patch of unknown outcome can still land, in ms. */
export const IN_FLIGHT_MS = 10 * 60_000;

/** One save that went straight to Clerk: a push that knew nothing of it may have written over it. */
export interface DirectSave {
  /** when it was saved, ms since 1970 */
  at: number;
  /** what was saved, but for values that a later one replaced */
  patch: Record<string, string>;
  /** what Clerk turned down of it, and why, in words for a person */
  refused?: Record<string, string> | undefined;
}

/** Written beside saves that went straight to Clerk because Postgres was unreachable: the latest of them by their ids. */
export interface DirectSaveLog {
  saves: Partial<Record<string, DirectSave>>;
}

/** What Clerk was seen to hold. */
export interface RemoteSnapshot {
  values: Values;
  /** Clerk's `updated_at`, ms since 1970 */
  updatedAt: number;
  /** of the saves that went past the mirror; null where there was none */
  directSaves: DirectSaveLog | null;
  /**
   * Clerk's time up to which this was certainly read after what the mirror knows: a difference of that very millisecond
   * is then newer. Null where nobody can tell.
   */
  sameMsAfter: number | null;
  /**
   * when the reading of it began, ms since 1970 by the clock of Postgres; null for news that came by itself, which may
   * be of any age
   */
  readStartedAt: number | null;
}

/**
 * What one field went through. `overwritten` is Clerk's value that lost against a pending save, `refused` why Clerk did
 * not take a value that went straight there.
 */
export type FieldChange = { from: string; to: string } | { overwritten: string } | { refused: string };

export type Merge =
  /** older than what is known: nothing may change */
  | { kind: 'outdated' }
  /** of the same millisecond as what is known, and different: Clerk must be asked which came first */
  | { kind: 'ambiguous' }
  | { kind: 'merged'; mirror: Mirror; changes: Partial<Record<FieldName, FieldChange>> };

/**
 * Merges what Clerk holds into the mirror, field by field, with `confirmed` as the base:
 * - Clerk changed and nothing is pending there: Clerk's value is taken.
 * - Clerk changed and the field is pending: the later one wins, and the other goes into history. The pending save is
 *   the later one unless Clerk's side is stamped with a later time, or it was in Clerk before and only waits to be
 *   pushed over an own write.
 * - Clerk has the value that is pending: it is confirmed once Clerk was read after the save, or its push was answered.
 * - A stamp tells of a later save than the mirror knows, and Clerk holds an own write, or what it held before: that was
 *   made in ignorance of the save, so the stamped value is taken, and pushed over it.
 * - Clerk's value is an own write that landed late, after a newer save: it is confirmed, not taken, and so pushed over.
 *   An own write is a doubtful patch, or what an older stamp tells.
 *
 * Total and pure: `now` (ms since 1970) comes from outside.
 */
export function merge(mirror: Mirror, seen: RemoteSnapshot, now: number): Merge {
  const known = mirror.clerkUpdatedAt;
  if (known !== null && seen.updatedAt < known) return { kind: 'outdated' };
  const differs = fieldNames.some((name) => seen.values[name] !== mirror.confirmed[name]);
  if (differs && seen.updatedAt === known && seen.sameMsAfter !== known) return { kind: 'ambiguous' };

  const doubtful = mirror.doubtful.filter((doubt) => now - doubt.at < IN_FLIGHT_MS);
  const waiting = new Set(pendingFields(mirror));
  const values: Record<string, string> = { ...mirror.values };
  const savedAt = { ...mirror.savedAt };
  const lastSavedAt = { ...mirror.lastSavedAt };
  const changes: Partial<Record<FieldName, FieldChange>> = {};
  const refused = { ...mirror.refused };

  for (const name of fieldNames) {
    const theirs = seen.values[name];
    const stamps = stampsOf(seen.directSaves, name);
    const lastSaved = Math.max(mirror.lastSavedAt[name] ?? 0, mirror.savedAt[name] ?? 0);
    if (lastSaved > 0) lastSavedAt[name] = lastSaved;
    const latest = stamps[0] && stamps[0].at > lastSaved ? stamps[0] : null;
    const ownWrite = isEcho(doubtful, seen.directSaves, name, theirs, latest?.at ?? lastSaved, now);
    if (latest) {
      const overwritten = ownWrite || (waiting.has(name) && theirs === mirror.confirmed[name]);
      const to = overwritten ? readValue(name, latest.value) : theirs;
      if (to !== mirror.values[name]) changes[name] = { from: mirror.values[name], to };
      values[name] = to;
      lastSavedAt[name] = latest.at;
      delete savedAt[name];
      delete refused[name]; // of an older save
      continue;
    }
    if (theirs === mirror.values[name]) {
      // Only a look at Clerk that began after the save proves that it is there: the same value may be somebody's older
      // edit.
      if (seen.readStartedAt !== null && (mirror.savedAt[name] ?? 0) < seen.readStartedAt) delete savedAt[name];
      continue;
    }
    if (theirs === mirror.confirmed[name] || ownWrite) continue;
    // What waits although Clerk is known to have had it is to be pushed over an own write: what is there now came after
    // both.
    if (savedAt[name] !== undefined || isRefused(mirror, name)) changes[name] = { overwritten: theirs };
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
    lastSavedAt,
    refused,
    revision: mirror.revision + (moved ? 1 : 0),
    clerkUpdatedAt: seen.updatedAt,
    doubtful,
    ...lookedAt(mirror, seen.readStartedAt),
  };
  return { kind: 'merged', changes, mirror: schedule(merged, now) };
}

/**
 * True for a value that a write of our own may have brought, of before `than` (ms since 1970): a doubtful patch, or a
 * save past the mirror that landed late.
 */
export const isEcho = (
  doubtful: readonly InFlightWrite[],
  stamp: DirectSaveLog | null,
  name: FieldName,
  value: string,
  than: number,
  now: number,
): boolean =>
  doubtful.some((doubt) => now - doubt.at < IN_FLIGHT_MS && doubt.patch[name] === value) ||
  isOlder(stampsOf(stamp, name), value, than, now);

interface Stamped {
  value: string;
  at: number;
}

/** What went past the mirror for one field, the latest first. */
const stampsOf = (stamp: DirectSaveLog | null, name: FieldName): Stamped[] =>
  Object.values(stamp?.saves ?? {})
    .flatMap((save) => (save?.patch[name] === undefined ? [] : [{ value: save.patch[name], at: save.at }]))
    .sort((a, b) => b.at - a.at);

/**
 * True for a value that was saved past the mirror before `than`, not since, and so lately that it can have landed only
 * now.
 */
const isOlder = (stamps: readonly Stamped[], value: string, than: number, now: number): boolean => {
  const last = stamps.find((stamped) => stamped.value === value); // the latest comes first
  return last !== undefined && last.at < than && now - last.at < IN_FLIGHT_MS;
};

/** A look at Clerk has seen all that was there when it began, and nothing is known of what came after. */
const lookedAt = (
  { checkedAt, staleSince }: Mirror,
  readAt: number | null,
): Pick<Mirror, 'checkedAt' | 'staleSince'> =>
  readAt === null
    ? { checkedAt, staleSince }
    : {
        checkedAt: Math.max(checkedAt ?? 0, readAt),
        staleSince: staleSince !== null && staleSince >= readAt ? staleSince : null,
      };
