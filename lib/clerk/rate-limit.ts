import 'server-only';
import { env } from '@/lib/env';
import { modeOfKey } from '@/lib/env/keys';
import { singleton } from '@/lib/singleton';

/** The time that Clerk counts requests over, in ms. */
export const LIMIT_OVER_MS = 10_000;

/**
 * Returns how many requests Clerk's Backend API allows this instance in 10 s: fewer for one in development. They are
 * shared by every process with its key. Source: clerk.com/docs, "Rate limits", Backend API requests.
 */
export const requestsPer10s = (): number => (modeOfKey(env().CLERK_SECRET_KEY) === 'live' ? 1_000 : 100);

/** when this process has made its requests, ms since 1970, the oldest first */
const requests = singleton('clerk-requests', (): number[] => []);

/** Counts a request that this process makes now. */
export function countRequest(): void {
  forgetOld();
  requests().push(Date.now());
}

/**
 * Returns how many requests Clerk's limit leaves now, as far as this process knows: those of others are not counted.
 */
export function requestsLeft(): number {
  forgetOld();
  return Math.max(0, requestsPer10s() - requests().length);
}

function forgetOld(): void {
  const since = Date.now() - LIMIT_OVER_MS;
  const isRecent = (at: number) => at > since;
  const first = requests().findIndex(isRecent);
  requests().splice(0, first === -1 ? Infinity : first);
}
