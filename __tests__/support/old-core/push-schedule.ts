import { fullJitterMs } from '@/lib/full-jitter';
import { isPendingElsewhere, pendingFields, type Mirror } from './mirror';

/** How long a lease holds, in ms. A process that dies meanwhile leaves the push due again after it. */
export const LEASE_MS = 15_000;
/**
 * How long into its lease a push may begin a call, in ms: the call can take 3 s, and what came of it has to be written
 * down before the lease is over.
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
 * How long to wait before push number `attempts + 1`, in ms: never less than Clerk's own `Retry-After` and
 * `SPACING_MS`, and on top of that an exponential back-off from 1 s to 5 min with full jitter. `random` is in [0, 1).
 */
export function backOffMs(attempts: number, retryAfterMs: number | null, random: number): number {
  return Math.max(retryAfterMs ?? 0, SPACING_MS) + Math.round(fullJitterMs(attempts, BASE_MS, CAP_MS, random));
}

/**
 * From when the next push is spaced, ms since 1970, after one of so many calls that ended `now`: later by `SPACING_MS`
 * for each call beyond the usual two.
 */
export const spacedFrom = (calls: number, now: number): number => now + Math.max(0, calls - USUAL_CALLS) * SPACING_MS;

/**
 * How long to leave a push to another version of the app, in ms, when all that is pending are fields which only that
 * one knows: longer the longer it takes, since a field that no version declares any more is never pushed.
 */
export const yieldMs = ({ push }: Mirror, now: number): number =>
  Math.min(CAP_MS, Math.max(BASE_MS, (now - (push.since ?? now)) / 4));

/**
 * The mirror with its next push scheduled by what is pending now:
 * - under way (`push.token`): its lease stands, so that two never overlap; its completion sees what changed meanwhile;
 * - backing off: that wait stands, whatever is saved meanwhile;
 * - else due at once, but not sooner than `SPACING_MS` after the one before.
 */
export function schedule(mirror: Mirror, now: number): Mirror {
  const { push } = mirror;
  const pending = pendingFields(mirror).length > 0 || isPendingElsewhere(mirror);
  const since = pending ? (push.since ?? now) : null;
  if (push.token !== null) return { ...mirror, push: { ...push, since } };
  if (!pending) return { ...mirror, push: { ...push, at: null, attempts: 0, since } };
  const soonest = push.latest === null ? now : Math.max(now, push.latest + SPACING_MS);
  const at = push.at === null ? soonest : push.attempts > 0 ? push.at : Math.min(push.at, soonest);
  return { ...mirror, push: { ...push, at, since } };
}
