import type { ClerkFailure } from '@/lib/clerk/errors';
import type { Refusal } from '@/lib/profile/model/profile';
import { isSameValue } from '@/lib/profile/model/value';
import { omit, pick, type Patch } from '@/lib/profile/model/values';
import { nextState } from './field-state';
import { holdsLease, releaseLease, yieldPush, type Lease } from './lease';
import type { FieldChanges } from './merge';
import { pendingPatch, type InFlightWrite, type Mirror } from './mirror';
import { refusedFields, type ClerkRefusal, type SentCall } from './plan-calls';
import { backOffMs, isReadDue, pushDueAt, spacingAfter, withReadDue } from './schedule';
import { mapSent, settleAnswer, type Progress, type Retryable } from './settle-answer';

/** A mirror after its lease, the changes that Clerk's answers brought, and why it is to be tried again. */
export interface Settled {
  mirror: Mirror;
  changes: FieldChanges;
  /** null if no call failed in a way that a retry can mend */
  retry: ClerkFailure | null;
}

/**
 * Settles a push and releases its lease: merges each answer, notes each refusal, keeps writes of unknown outcome in
 * flight, and schedules what is still pending. Returns null if the lease is no longer held: its new holder finds the
 * outcome out. `write` is what was noted as in flight. `now` is in ms since 1970, `random` in [0, 1).
 */
export function settlePush(
  mirror: Mirror,
  lease: Lease,
  write: InFlightWrite,
  calls: readonly SentCall[],
  now: number,
  random: number,
): Settled | null {
  if (!holdsLease(mirror, lease)) return null;
  const start: Progress = { mirror, changes: {}, failures: [], inFlight: [], remoteDiffers: false };
  const end = calls.reduce((progress, call) => settleCall(progress, call, write.at, now), start);

  const { failures } = end;
  const mustBackOff = failures.length > 0 || end.remoteDiffers;
  const attempts = mustBackOff ? end.mirror.attempts + 1 : 0;
  const settled: Mirror = {
    ...end.mirror,
    // until here the write counted as in flight, so that each merge knew its values for our own
    inFlightWrites: [...end.mirror.inFlightWrites.filter((one) => !isSameWrite(one, write)), ...end.inFlight],
    attempts,
    nextPushAt:
      now + (mustBackOff ? backOffMs(attempts, longestRetryAfterMs(failures), random) : spacingAfter(calls.length)),
  };
  return { mirror: releaseLease(settled, now), changes: end.changes, retry: gravest(failures) };
}

/**
 * Settles a read of Clerk that failed and releases its lease: what was due is due again after a back-off. What was to
 * be pushed for a user whom Clerk does not know (404) is refused. Returns null if the lease is no longer held.
 */
export function settleFailedRead(
  mirror: Mirror,
  lease: Lease,
  failure: ClerkFailure,
  now: number,
  random: number,
): Settled | null {
  if (!holdsLease(mirror, lease)) return null;
  const isPushDue = (pushDueAt(mirror) ?? Infinity) <= now;
  if (failure.kind === 'refused' && failure.status === 404) {
    const refused = isPushDue ? settleRefusal(mirror, pendingPatch(mirror), failure, now) : mirror;
    return { mirror: releaseLease(yieldPush(servedBy(lease, refused), now), now), changes: {}, retry: null };
  }
  const isDue = isReadDue(mirror);
  if (!isPushDue && !isDue) return { mirror: releaseLease(mirror, now), changes: {}, retry: failure };
  const attempts = mirror.attempts + 1;
  const dueAt = now + backOffMs(attempts, retryAfterMs(failure), random);
  const postponed: Mirror = {
    ...mirror,
    attempts,
    nextPushAt: isPushDue ? dueAt : mirror.nextPushAt,
    readDueAt: isDue ? dueAt : null,
  };
  return { mirror: releaseLease(postponed, now), changes: {}, retry: failure };
}

/** Returns the mirror without the due reads that a read under this lease has served. */
export function servedBy({ served }: Lease, mirror: Mirror): Mirror {
  const { readDueAt, webhookUpdatedAt } = mirror;
  return {
    ...mirror,
    readDueAt: readDueAt === served.readDueAt ? null : readDueAt,
    webhookUpdatedAt: webhookUpdatedAt === served.webhookUpdatedAt ? null : webhookUpdatedAt,
  };
}

/** Settles one call. `sentAt` and `now` are in ms since 1970. */
function settleCall(progress: Progress, { patch, answer }: SentCall, sentAt: number, now: number): Progress {
  if (answer.ok) return settleAnswer(progress, patch, answer.value, sentAt, now);
  const { failure } = answer;
  if (failure.kind === 'refused')
    return { ...progress, mirror: settleRefusedCall(progress.mirror, patch, failure, now) };
  const failures = [...progress.failures, failure];
  const isUnknown = failure.kind === 'transient' && failure.unknown;
  const inFlight = isUnknown ? [...progress.inFlight, { patch, at: sentAt }] : progress.inFlight;
  return { ...progress, failures, inFlight };
}

/**
 * Notes why Clerk refused fields of a call. What it did not object to is as pending as before, and so is a value that
 * it held when it was last seen: that may be there still, or may have been edited since, before it was saved. A read of
 * Clerk, due at once, shows which.
 */
function settleRefusedCall(mirror: Mirror, patch: Patch, failure: ClerkRefusal, now: number): Mirror {
  const refused = refusedFields(patch, failure);
  const seen = refused.filter((name) => isSameValue(mirror.fields[name].value, mirror.fields[name].base));
  const settled = settleRefusal(mirror, omit(pick(patch, refused), seen), failure, now);
  return seen.length > 0 ? withReadDue(settled, now) : settled;
}

/** Notes why Clerk refused these values. */
function settleRefusal(mirror: Mirror, patch: Patch, { code, message, traceId }: ClerkRefusal, now: number): Mirror {
  return mapSent(mirror, patch, (field) => {
    const state = nextState(field.state, 'refused');
    const refusal: Refusal = { value: field.value, code, message, traceId, at: new Date(now).toISOString() };
    return { ...field, state, refusal: state === 'refused' ? refusal : null };
  });
}

const retryAfterMs = (failure: ClerkFailure): number =>
  failure.kind === 'transient' ? (failure.retryAfterMs ?? 0) : 0;
const longestRetryAfterMs = (failures: readonly Retryable[]): number => Math.max(0, ...failures.map(retryAfterMs));

/** Returns the failure to log: misconfigured first, else the longest `Retry-After`. */
function gravest(failures: readonly Retryable[]): Retryable | null {
  const misconfigured = failures.find(({ kind }) => kind === 'misconfigured');
  return misconfigured ?? failures.toSorted((a, b) => retryAfterMs(b) - retryAfterMs(a))[0] ?? null;
}

/** Postgres keeps no order of keys. */
const isSameWrite = (a: InFlightWrite, b: InFlightWrite): boolean => a.at === b.at && isSameValue(a.patch, b.patch);
