import 'server-only';
import { withDeadline } from '@/lib/clerk/deadline'; // before the SDK, which binds `fetch` when it is loaded
import { verifyToken } from '@clerk/nextjs/server';
import { cookies, headers } from 'next/headers';
import { throughCircuit } from '@/lib/clerk/circuit';
import { clerk } from '@/lib/clerk/client';
import { classifyClerkError, type ClerkFailure } from '@/lib/clerk/errors';
import { failed, ok, type Result } from '@/lib/result';
import { env } from '@/lib/env';
import { WRITE_DEADLINE_MS } from '@/lib/clerk/users';
import { findSessionKey } from './session-key';

/** How long ago a token may have expired and still name the session that is to end, in ms. */
const LONGEST_AGO_MS = 365 * 24 * 60 * 60 * 1000;

/**
 * Ends the session that this browser presents, and has the browser forget it. An expired token serves as well: it is
 * signed, and whoever holds it can only end their own session.
 */
export async function endSession(): Promise<Result<null, ClerkFailure>> {
  const jar = await cookies();
  const names = jar.getAll().flatMap(({ name }) => (/^__(session|refresh|client_uat)/.test(name) ? [name] : []));
  for (const sessionId of await presentedSessions(jar.getAll())) {
    const ended = await throughCircuit(null, () => revoke(sessionId));
    if (!ended.ok && !isGone(ended.failure)) return ended;
  }
  for (const name of names) jar.delete(name);
  return ok(null);
}

async function presentedSessions(presented: { name: string; value: string }[]): Promise<Set<string>> {
  const found = await findSessionKey(new Request('http://localhost/', { headers: new Headers(await headers()) }));
  const key = { secretKey: env().CLERK_SECRET_KEY, jwtKey: 'failure' in found ? undefined : found.jwtKey };
  const ids = new Set<string>();
  for (const { name, value } of presented) {
    if (!name.startsWith('__session')) continue;
    const claims = await verifyToken(value, { ...key, clockSkewInMs: LONGEST_AGO_MS }).catch(() => null); // not ours
    if (claims) ids.add(claims.sid);
  }
  return ids;
}

const revoke = async (sessionId: string): Promise<Result<null, ClerkFailure>> => {
  try {
    await withDeadline(WRITE_DEADLINE_MS, () => clerk().sessions.revokeSession(sessionId));
    return ok(null);
  } catch (error) {
    return failed(classifyClerkError(error));
  }
};

const isGone = (failure: ClerkFailure): boolean => failure.kind === 'refused' && failure.status === 404;
