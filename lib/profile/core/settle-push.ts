import type { Refusal } from '@/lib/profile/model/profile';
import { pick, type Patch } from '@/lib/profile/model/values';
import { nextState } from './field-state';
import type { Lease } from './lease-push';
import type { FieldChanges } from './merge';
import type { InFlightWrite, Mirror } from './mirror';
import { refusedFields, type ClerkRefusal, type SentCall } from './plan-calls';
import { backOffMs, schedulePush, spacedFrom } from './schedule';
import { mapSent, settleAnswer, type Progress, type Retryable } from './settle-answer';

/** A mirror after a push, the changes that its answers brought, and why it is to be tried again. */
export interface SettledPush {
  mirror: Mirror;
  changes: FieldChanges;
  /** null if no call failed in a way that a retry can mend */
  retry: Retryable | null;
}

/**
 * Settles a push: merges each answer, notes each refusal, keeps writes of unknown outcome in flight, and schedules what
 * is still pending. Returns null if the lease is no longer held: its new holder finds the outcome out.
 * `now` is in ms since 1970, `random` in [0, 1).
 */
export function settlePush(
  mirror: Mirror,
  calls: readonly SentCall[],
  lease: Lease,
  now: number,
  random: number,
): SettledPush | null {
  if (mirror.fencingToken !== lease.fencingToken) return null;
  const start: Progress = { mirror, changes: {}, failures: [], inFlight: [], remoteDiffers: false, sameMsAfter: null };
  const end = calls.reduce((progress, call) => settleCall(progress, call, lease.write.at, now), start);

  const { failures } = end;
  const mustBackOff = failures.length > 0 || end.remoteDiffers;
  const pushAttempts = mustBackOff ? end.mirror.pushAttempts + 1 : 0;
  const settled: Mirror = {
    ...end.mirror,
    // until here the leased write counted as in flight, so that each merge knew its values for our own
    inFlightWrites: [...end.mirror.inFlightWrites.filter((write) => !isSameWrite(write, lease.write)), ...end.inFlight],
    fencingToken: null,
    lastPushEndedAt: spacedFrom(calls.length, now),
    pushAttempts,
    pushDueAt: mustBackOff ? now + backOffMs(pushAttempts, Math.max(0, ...failures.map(retryAfterMs)), random) : null,
  };
  return { mirror: schedulePush(settled, now), changes: end.changes, retry: gravest(failures) };
}

/** Settles one call. `sentAt` and `now` are in ms since 1970. */
function settleCall(progress: Progress, { patch, answer }: SentCall, sentAt: number, now: number): Progress {
  if (answer.ok) return settleAnswer(progress, patch, answer.value, sentAt, now);
  const { failure } = answer;
  if (failure.kind === 'refused') return { ...progress, mirror: settleRefusal(progress.mirror, patch, failure, now) };
  const failures = [...progress.failures, failure];
  const isUnknown = failure.kind === 'transient' && failure.unknown;
  const inFlight = isUnknown ? [...progress.inFlight, { patch, at: sentAt }] : progress.inFlight;
  return { ...progress, failures, inFlight };
}

/** Notes why Clerk refused fields. What it did not object to is as pending as before. */
function settleRefusal(mirror: Mirror, patch: Patch, failure: ClerkRefusal, now: number): Mirror {
  const { code, message, traceId } = failure;
  const refused = refusedFields(patch, failure);
  return mapSent(mirror, pick(patch, refused), (field) => {
    if (field.value === field.base) return { ...field, state: nextState(field.state, 'acknowledged'), refusal: null };
    const refusal: Refusal = { value: field.value, code, message, traceId, at: new Date(now).toISOString() };
    return { ...field, state: nextState(field.state, 'refused'), refusal };
  });
}

const retryAfterMs = (failure: Retryable): number => (failure.kind === 'transient' ? (failure.retryAfterMs ?? 0) : 0);

/** Returns the failure to log: misconfigured first, else the longest `Retry-After`. */
function gravest(failures: readonly Retryable[]): Retryable | null {
  const misconfigured = failures.find(({ kind }) => kind === 'misconfigured');
  return misconfigured ?? failures.toSorted((a, b) => retryAfterMs(b) - retryAfterMs(a))[0] ?? null;
}

const isSameWrite = (a: InFlightWrite, b: InFlightWrite): boolean =>
  a.at === b.at && JSON.stringify(Object.entries(a.patch).sort()) === JSON.stringify(Object.entries(b.patch).sort());
