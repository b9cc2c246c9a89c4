import { isSameValue, type Value } from '@/lib/profile/model/value';
import type { FieldName } from '@/lib/profile/model/values';
import { directWritesOf, isEcho, isInFlight, type Write } from './echo';
import { isPending, nextState, type FieldEvent } from './field-state';
import { makeFields, type Field, type Mirror } from './mirror';
import { isMirrorOnly, type RemoteSnapshot } from './clerk-shape';
import { schedule } from './schedule';

/**
 * What one field went through. `overwritten` is Clerk's value that lost against a save; `refused` is why Clerk did not
 * take a value that was saved directly.
 */
export type FieldChange = { from: Value; to: Value } | { overwritten: Value } | { refused: string };
export type FieldChanges = Partial<Record<FieldName, FieldChange>>;

/** A mirror with what Clerk holds merged in, and what that changed. */
export interface Merged {
  mirror: Mirror;
  changes: FieldChanges;
}

/**
 * How far Clerk's `updated_at` may lie ahead of our clock, in ms: one that lies further is not compared with others.
 */
export const MOST_AHEAD_MS = 5 * 60_000;

/**
 * Merges what Clerk holds into the mirror, field by field. Who calls it holds the lease, so that no snapshot is older
 * than what the mirror knows. Total and pure; `now` is in ms since 1970.
 */
export function merge(mirror: Mirror, remote: RemoteSnapshot, now: number): Merged {
  const inFlightWrites = mirror.inFlightWrites.filter((write) => isInFlight(write, now));
  const own = { inFlightWrites, directSaves: remote.directSaves };
  const changes: FieldChanges = {};
  const fields = makeFields((name) => {
    const field = mirror.fields[name];
    if (isMirrorOnly(name)) return field;
    const value = remote.values[name];
    const newer = newerDirectWrite(remote, name, field.writtenAt);
    const merged = mergeField(field, {
      value,
      isEcho: isEcho(own, name, value, newer?.at ?? field.writtenAt, now),
      newer,
      readStartedAt: remote.readStartedAt,
    });
    if (merged.overwritten !== undefined) changes[name] = { overwritten: merged.overwritten };
    else if (!isSameValue(merged.field.value, field.value))
      changes[name] = { from: field.value, to: merged.field.value };
    return merged.field;
  });
  const hasMoved = Object.values(changes).some((change) => 'to' in change);
  const merged: Mirror = {
    ...mirror,
    fields,
    revision: mirror.revision + (hasMoved ? 1 : 0),
    inFlightWrites,
    clerkUpdatedAt: remote.updatedAt <= now + MOST_AHEAD_MS ? remote.updatedAt : null,
    clerkReadAt: Math.max(mirror.clerkReadAt ?? 0, remote.readStartedAt),
    webhookUpdatedAt: isSeen(mirror.webhookUpdatedAt, remote) ? null : mirror.webhookUpdatedAt,
  };
  return { changes, mirror: schedule(merged, now) };
}

/** What Clerk holds for one field. */
interface Remote {
  value: Value;
  /** the value may be a write of our own that landed late */
  isEcho: boolean;
  /** a direct save later than the field's value */
  newer: Write | undefined;
  /** when the read began, in ms since 1970 */
  readStartedAt: number;
}

/** Merges one field, with its base as the common ancestor. `overwritten`: Clerk's value that lost against a save. */
function mergeField(field: Field, remote: Remote): { field: Field; overwritten?: Value } {
  const after = (event: FieldEvent, change: Partial<Field> = {}): Field => {
    const state = nextState(field.state, event);
    return { ...field, base: remote.value, state, refusal: state === 'refused' ? field.refusal : null, ...change };
  };
  const { newer } = remote;
  const isOlder = remote.isEcho || isSameValue(remote.value, field.base);
  if (newer) {
    // What Clerk holds was written in ignorance of the direct save, by a push or by an older write of ours.
    const isLost = remote.isEcho || (isOlder && isPending(field.state));
    const value = isLost ? newer.value : remote.value;
    const event = isSameValue(value, remote.value) ? 'holds a direct save' : 'lost a direct save';
    return { field: after(event, { value, writtenAt: newer.at }) };
  }
  // Only a read that began after the save proves that it arrived: the same value may be somebody's older edit.
  if (isSameValue(remote.value, field.value))
    return { field: after(field.writtenAt < remote.readStartedAt ? 'holds our value' : 'may hold our value') };
  if (isOlder) return { field: after('holds an older value') };
  const foreign = after('holds a foreign value');
  // A save that Clerk has never had is later than any edit there; what Clerk had before is older.
  return foreign.state === 'confirmed'
    ? { field: { ...foreign, value: remote.value } }
    : { field: foreign, overwritten: remote.value };
}

/** Returns the latest direct save of a field if it is later than `writtenAt`, in ms since 1970. */
function newerDirectWrite(remote: RemoteSnapshot, name: FieldName, writtenAt: number): Write | undefined {
  const [latest] = directWritesOf(remote.directSaves, name);
  return latest && latest.at > writtenAt ? latest : undefined;
}

/** True if the change that a webhook reported is in what Clerk was seen to hold. */
const isSeen = (webhookUpdatedAt: number | null, { updatedAt }: RemoteSnapshot): boolean =>
  webhookUpdatedAt !== null && webhookUpdatedAt <= updatedAt;
