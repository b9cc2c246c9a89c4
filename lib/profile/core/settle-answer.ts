import type { ClerkFailure } from '@/lib/clerk/errors';
import type { ClerkUser } from '@/lib/clerk/users';
import { isSameValue } from '@/lib/profile/model/value';
import type { FieldName, Patch } from '@/lib/profile/model/values';
import { toSnapshot } from './clerk-shape';
import { isEcho } from './echo';
import { nextState } from './field-state';
import { merge, type FieldChanges } from './merge';
import { makeFields, type Field, type InFlightWrite, type Mirror } from './mirror';
import type { ClerkRefusal } from './plan-calls';
import type { RemoteSnapshot } from './clerk-shape';

/** A failure after which the same call can succeed. */
export type Retryable = Exclude<ClerkFailure, ClerkRefusal>;

/** What the calls up to one have led to. */
export interface Progress {
  mirror: Mirror;
  changes: FieldChanges;
  failures: readonly Retryable[];
  /** writes whose outcome is still unknown */
  inFlight: readonly InFlightWrite[];
  /** Clerk accepted a write and holds another value all the same: pushed again at once, that would never end */
  remoteDiffers: boolean;
}

/** Merges Clerk's answer to a write of `patch`, and acknowledges the write. */
export function settleAnswer(progress: Progress, patch: Patch, user: ClerkUser, sentAt: number, now: number): Progress {
  // a call begins later than its write was noted, so that it proves what was saved by then
  const remote = toSnapshot(user, sentAt + 1);
  const merged = merge(progress.mirror, remote, now);
  const acknowledged = acknowledge(merged.mirror, patch, sentAt);
  const adopted = adoptNormalisedValues(acknowledged, patch, remote, now);
  return {
    ...progress,
    mirror: adopted.mirror,
    changes: combine(combine(progress.changes, merged.changes), adopted.changes),
    remoteDiffers: progress.remoteDiffers || adopted.remoteDiffers,
  };
}

/** Returns the mirror with each field replaced that still holds what was sent. */
export function mapSent(mirror: Mirror, patch: Patch, replace: (field: Field, name: FieldName) => Field): Mirror {
  const fields = makeFields((name) => {
    const field = mirror.fields[name];
    return name in patch && isSameValue(field.value, patch[name]) ? replace(field, name) : field;
  });
  return { ...mirror, fields };
}

/** Clears the pending state of fields whose outcome is known, unless they were saved again after the lease. */
const acknowledge = (mirror: Mirror, patch: Patch, sentAt: number): Mirror =>
  mapSent(mirror, patch, (field) => {
    if (field.state !== 'pending' || field.writtenAt > sentAt) return field;
    const event = isSameValue(field.value, field.base) ? 'acknowledged' : 'acknowledged without it';
    return { ...field, state: nextState(field.state, event) };
  });

/**
 * Adopts the value that Clerk stored for a field we just wrote: trimmed, say. Not if one of our older writes could
 * explain it.
 */
function adoptNormalisedValues(
  mirror: Mirror,
  patch: Patch,
  remote: RemoteSnapshot,
  now: number,
): Pick<Progress, 'mirror' | 'changes' | 'remoteDiffers'> {
  const own = { inFlightWrites: mirror.inFlightWrites, directSaves: remote.directSaves };
  const changes: FieldChanges = {};
  let remoteDiffers = false;
  const adopted = mapSent(mirror, patch, (field, name) => {
    const value = remote.values[name];
    if (field.state === 'pending' || field.state === 'refused' || isSameValue(value, field.value)) return field;
    if (isEcho(own, name, value, field.writtenAt, now)) {
      remoteDiffers = true;
      return field;
    }
    changes[name] = { from: field.value, to: value };
    return { ...field, value, state: nextState(field.state, 'holds a foreign value'), refusal: null };
  });
  const hasAdopted = Object.keys(changes).length > 0;
  return { mirror: hasAdopted ? { ...adopted, revision: mirror.revision + 1 } : mirror, changes, remoteDiffers };
}

/** Returns the changes of two answers as one: a field that changed twice changed from the first to the last value. */
function combine(before: FieldChanges, more: FieldChanges): FieldChanges {
  const both = { ...before };
  for (const [name, change] of Object.entries(more) as [FieldName, NonNullable<FieldChanges[FieldName]>][]) {
    const first = before[name];
    both[name] = first && 'from' in first && 'from' in change ? { from: first.from, to: change.to } : change;
  }
  return both;
}
