import 'server-only';
import type { ClerkFailure } from '@/lib/clerk/errors';

/**
 * Why a presented session could not be verified: it is not known whose request this is. `limited`: Clerk answered 429.
 */
export type Unverified = ClerkFailure['kind'] | 'limited';

/**
 * From the middleware to the server's code. A client that sends it itself is answered that it cannot be verified, and
 * nothing else happens.
 */
const HEADER = 'perdure-unverified';
const reasons: readonly string[] = ['transient', 'limited', 'refused', 'misconfigured'] satisfies Unverified[];

/** Returns why a session is unverified if this failure of Clerk's keeps it from being verified. */
export const toUnverified = (failure: ClerkFailure): Unverified =>
  failure.kind === 'transient' && failure.limited ? 'limited' : failure.kind;

/** Returns the headers of a request whose session could not be verified, with the reason added. */
export function markUnverified(headers: Headers, why: Unverified): Headers {
  const marked = new Headers(headers);
  marked.set(HEADER, why);
  return marked;
}

/** Returns the reason that the middleware added, or null if it knew whose request this is. */
export function readUnverified(headers: Headers): Unverified | null {
  const why = headers.get(HEADER);
  return why !== null && reasons.includes(why) ? (why as Unverified) : null;
}
