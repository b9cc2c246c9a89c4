import { fullJitterMs } from '@/lib/full-jitter';
import { isPendingElsewhere, pendingFields, type Mirror } from './mirror';

/** How long a lease holds, in ms. If its process dies, the push is due again afterwards. */
export const LEASE_MS = 15_000;
/**
 * How long into its lease a push may begin a call, in ms: the call can take 3 s, and its outcome has to be committed
 * before the lease ends.
 */
export const SEND_WITHIN_MS = 10_000;
/**
 * The shortest time from the end of one push of a user to the beginning of the next, in ms: saves in between travel
 * together, and a user's pushes of two calls each stay within Clerk's ten updates a user in 10 s.
 */
export const SPACING_MS = 2_000;
const USUAL_CALLS = 2;

const BASE_MS = 1_000;
const CAP_MS = 5 * 60_000;

/**
 * Returns how long to wait before push number `attempts + 1`, in ms: Clerk's `Retry-After` or `SPACING_MS`, whichever
 * is longer, and on top of it an exponential back-off from 1 s to 5 min with full jitter. `random` is in [0, 1).
 */
export function backOffMs(attempts: number, retryAfterMs: number | null, random: number): number {
  return Math.max(retryAfterMs ?? 0, SPACING_MS) + Math.round(fullJitterMs(attempts, BASE_MS, CAP_MS, random));
}

/**
 * Returns the end of a push from which the next one is spaced, in ms since 1970. Each call beyond the usual two counts
 * as `SPACING_MS` more.
 */
export const spacedFrom = (calls: number, now: number): number => now + Math.max(0, calls - USUAL_CALLS) * SPACING_MS;

/**
 * Returns how long to leave a push to another version of the app, in ms, if only that one declares what is pending. The
 * longer it takes, the longer: a field that no version declares any more is never pushed.
 */
export const yieldMs = ({ pendingSince }: Mirror, now: number): number =>
  Math.min(CAP_MS, Math.max(BASE_MS, (now - (pendingSince ?? now)) / 4));

/**
 * Returns the mirror with its next push scheduled by what is pending now, in ms since 1970:
 * - under way (there is a fencing token): its lease stands, so that two never overlap;
 * - backing off: that wait stands, whatever is saved meanwhile;
 * - else due at once, but not sooner than `SPACING_MS` after the one before.
 */
export function schedulePush(mirror: Mirror, now: number): Mirror {
  const hasPending = pendingFields(mirror).length > 0 || isPendingElsewhere(mirror);
  const pendingSince = hasPending ? (mirror.pendingSince ?? now) : null;
  if (mirror.fencingToken !== null) return { ...mirror, pendingSince };
  if (!hasPending) return { ...mirror, pendingSince, pushDueAt: null, pushAttempts: 0 };
  const { lastPushEndedAt, pushDueAt, pushAttempts } = mirror;
  const soonest = lastPushEndedAt === null ? now : Math.max(now, lastPushEndedAt + SPACING_MS);
  if (pushDueAt === null) return { ...mirror, pendingSince, pushDueAt: soonest };
  return { ...mirror, pendingSince, pushDueAt: pushAttempts > 0 ? pushDueAt : Math.min(pushDueAt, soonest) };
}

/** How long after the newest read of Clerk the audit reads it again, in ms. */
const AUDIT_AFTER_MS = 60 * 60_000;
/** The same if something may have been missed, or may still land. */
const AUDIT_SOON_MS = 30_000;

/** Returns when the audit is to read Clerk again, in ms since 1970. */
export function auditDueAt({ clerkReadAt, invalidatedAt, inFlightWrites }: Mirror): number {
  if (clerkReadAt === null) return 0;
  return clerkReadAt + (invalidatedAt !== null || inFlightWrites.length > 0 ? AUDIT_SOON_MS : AUDIT_AFTER_MS);
}
