import 'server-only';
import type { ClerkFailure } from '@/lib/clerk/errors';

/** Why a presented session could not be verified: for whom the answer would be, nobody knows. */
export type Unverified = ClerkFailure['kind'];

/**
 * From the middleware to the doors. A client that sends it itself is told that it cannot be verified, and nothing else
 * comes of it.
 */
const HEADER = 'perdure-unverified';
const reasons: readonly string[] = ['transient', 'refused', 'misconfigured'] satisfies Unverified[];

/** The headers of a request whose session could not be verified, with the reason for the doors. */
export function markUnverified(headers: Headers, why: Unverified): Headers {
  const marked = new Headers(headers);
  marked.set(HEADER, why);
  return marked;
}

/** The reason that the middleware left, or null where it could tell who asks. */
export function readUnverified(headers: Headers): Unverified | null {
  const why = headers.get(HEADER);
  return why !== null && reasons.includes(why) ? (why as Unverified) : null;
}
