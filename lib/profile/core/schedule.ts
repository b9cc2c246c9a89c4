import { fullJitterMs } from '@/lib/full-jitter';
import { isPendingElsewhere, pendingFields, type Mirror } from './mirror';

/**
 * How long a lease holds, in ms, from its beginning or its latest renewal: a call's deadline of 3 s, the time until it
 * begins, and a margin in which its outcome is committed. If its process dies, another takes over afterwards.
 */
export const LEASE_MS = 8_000;
/** How long after a lease was taken or renewed its holder may begin a call, in ms: before a later one it is renewed. */
export const CALL_WITHIN_MS = 3_000;
/**
 * The shortest time from the end of one push of a user to the beginning of the next, in ms: saves in between travel
 * together, and a user's pushes of two calls each stay within Clerk's ten updates a user in 10 s.
 */
export const SPACING_MS = 2_000;
const USUAL_CALLS = 2;

const BASE_MS = 1_000;
const CAP_MS = 5 * 60_000;

/**
 * Returns how long to wait before attempt number `attempts + 1`, in ms: Clerk's `Retry-After` or `SPACING_MS`, the
 * longer of the two, and on top an exponential back-off from 1 s to 5 min with full jitter. `random` is in [0, 1).
 */
export function backOffMs(attempts: number, retryAfterMs: number | null, random: number): number {
  return Math.max(retryAfterMs ?? 0, SPACING_MS) + Math.round(fullJitterMs(attempts, BASE_MS, CAP_MS, random));
}

/** Returns how long to wait after a push of so many calls, in ms. Each call beyond the usual two adds `SPACING_MS`. */
export const spacingAfter = (calls: number): number => SPACING_MS * (1 + Math.max(0, calls - USUAL_CALLS));

/**
 * Returns how long to leave a push to another version of the app, in ms, if only that one declares what is pending. The
 * longer it takes, the longer: a field that no version declares any more is never pushed.
 */
export const yieldMs = ({ pendingSince }: Mirror, now: number): number =>
  Math.min(CAP_MS, Math.max(BASE_MS, (now - (pendingSince ?? now)) / 4));

/** True if Clerk is to be read before the row is believed: it may lack a change. */
export const isReadDue = ({ readDueAt, webhookUpdatedAt }: Pick<Mirror, 'readDueAt' | 'webhookUpdatedAt'>): boolean =>
  readDueAt !== null || webhookUpdatedAt !== null;

/** Returns when pending values are to be written to Clerk, in ms since 1970; null if none are pending. */
export function pushDueAt(mirror: Mirror): number | null {
  if (pendingFields(mirror).length === 0 && !isPendingElsewhere(mirror)) return null;
  return Math.max(mirror.nextPushAt ?? 0, mirror.pendingSince ?? 0);
}

/**
 * Returns the mirror with `dueAt` set by what it needs now, in ms since 1970. While it is leased, the end of the lease
 * stands: what is saved or reported meanwhile is due when that is released.
 */
export function schedule(mirror: Mirror, now: number): Mirror {
  const hasPending = pendingFields(mirror).length > 0 || isPendingElsewhere(mirror);
  const scheduled = { ...mirror, pendingSince: hasPending ? (mirror.pendingSince ?? now) : null };
  if (mirror.fencingToken !== null) return scheduled;
  const readDueAt = isReadDue(mirror) ? (mirror.readDueAt ?? now) : Infinity;
  const dueAt = Math.min(pushDueAt(scheduled) ?? Infinity, readDueAt);
  if (dueAt !== Infinity) return { ...scheduled, dueAt };
  // what backed off is no longer needed, and the next push does not wait for that
  const nextPushAt = mirror.attempts === 0 ? mirror.nextPushAt : null;
  return { ...scheduled, dueAt: null, attempts: 0, nextPushAt };
}

/**
 * Returns the mirror with Clerk to be read: it may lack a change of before `now`, in ms since 1970. A read under way
 * does not count, so that under a lease each report is later than the one before. The same as `markReadDue` in SQL.
 */
export function withReadDue(mirror: Mirror, now: number): Mirror {
  const readDueAt = mirror.fencingToken === null ? now : Math.max(now, (mirror.readDueAt ?? 0) + 1);
  return schedule({ ...mirror, readDueAt }, now);
}

/**
 * Returns the mirror with Clerk to be read, unless the change that a webhook reported is known: an echo of our own
 * write. `updatedAt` is Clerk's, of that change. The same as `reportWebhook` in SQL.
 */
export function withWebhook(mirror: Mirror, updatedAt: number, now: number): Mirror {
  if (mirror.clerkUpdatedAt !== null && updatedAt <= mirror.clerkUpdatedAt) return mirror;
  return schedule({ ...mirror, webhookUpdatedAt: Math.max(updatedAt, mirror.webhookUpdatedAt ?? 0) }, now);
}

/** How long after the newest read of Clerk the audit compares a person again, in ms. */
export const AUDIT_AFTER_MS = 60 * 60_000;
/** The same if a write may still land. */
const AUDIT_SOON_MS = 30_000;

/** Returns when the audit is to compare this person again, in ms since 1970. */
export function auditDueAt({ clerkReadAt, inFlightWrites }: Mirror): number {
  if (clerkReadAt === null) return 0;
  if (inFlightWrites.length === 0) return clerkReadAt + AUDIT_AFTER_MS;
  return Math.max(clerkReadAt, ...inFlightWrites.map(({ at }) => at)) + AUDIT_SOON_MS;
}
