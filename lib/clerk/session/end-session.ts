import 'server-only';
import { withDeadline } from '@/lib/clerk/deadline'; // before the SDK, which binds `fetch` when it is loaded
import { verifyToken } from '@clerk/nextjs/server';
import { cookies, headers } from 'next/headers';
import { throughCircuit } from '@/lib/clerk/circuit';
import { clerk } from '@/lib/clerk/client';
import { classifyClerkError, type ClerkFailure } from '@/lib/clerk/errors';
import { failed, ok, type Result } from '@/lib/result';
import { env } from '@/lib/env';
import { READ_DEADLINE_MS, WRITE_DEADLINE_MS } from '@/lib/clerk/users';
import { findSessionKey } from './session-key';

/** How long ago a token may have expired and still name the session that is to end, in ms. */
const LONGEST_AGO_MS = 365 * 24 * 60 * 60 * 1000;

/**
 * Ends the session that this browser presents, and has the browser forget it. An expired token serves as well: it is
 * signed, and whoever holds it can only end their own session.
 */
export async function endSession(): Promise<Result<null, ClerkFailure>> {
  const jar = await cookies();
  const sessions = await presentedSessions(jar.getAll());
  if (!sessions.ok) return sessions;
  const names = jar.getAll().flatMap(({ name }) => (/^__(session|refresh|client_uat)/.test(name) ? [name] : []));
  for (const sessionId of sessions.value) {
    const ended = await throughCircuit(null, () => revoke(sessionId));
    if (!ended.ok && !isGone(ended.failure)) return ended;
  }
  for (const name of names) jar.delete(name);
  return ok(null);
}

type Presented = { name: string; value: string }[];

/** The ids of the sessions in a request's cookies; a failure if there is one that cannot be named. */
async function presentedSessions(presented: Presented): Promise<Result<Set<string>, ClerkFailure>> {
  const found = await findSessionKey(new Request('http://localhost/', { headers: new Headers(await headers()) }));
  if ('failure' in found) return failed(found.failure);
  const key = { secretKey: env().CLERK_SECRET_KEY, jwtKey: found.jwtKey, clockSkewInMs: LONGEST_AGO_MS };
  const ids = new Set<string>();
  for (const { name, value } of presented) {
    if (!name.startsWith('__session')) continue;
    const claims = await withDeadline(READ_DEADLINE_MS, () => verifyToken(value, key).catch(() => null)); // not ours
    if (claims) ids.add(claims.sid);
  }
  return ids.size === 0 && presented.some(isOfSession) ? failed(UNNAMED) : ok(ids);
}

const UNNAMED: ClerkFailure = { kind: 'transient', message: 'no session is named', unknown: false, retryAfterMs: null };

/** Clerk keeps the time of a sign-in in a cookie, which is 0 after the sign-out. */
const isOfSession = ({ name, value }: Presented[number]): boolean =>
  name.startsWith('__session') ? value !== '' : name.startsWith('__client_uat') && Number(value) > 0;

const revoke = async (sessionId: string): Promise<Result<null, ClerkFailure>> => {
  try {
    await withDeadline(WRITE_DEADLINE_MS, () => clerk().sessions.revokeSession(sessionId));
    return ok(null);
  } catch (error) {
    return failed(classifyClerkError(error));
  }
};

const isGone = (failure: ClerkFailure): boolean => failure.kind === 'refused' && failure.status === 404;
