import { importJWK, SignJWT } from 'jose';
import { randomBytes } from 'node:crypto';
import { LOCAL_HOST } from './keys';
import type { State, StoredClient, StoredSession } from './state';

/** How long a session token lives, in seconds. */
const TOKEN_SECONDS = 60;

/**
 * Returns a session token as Clerk signs them, version 2, made `secondsAgo`. `origin` is the page's; `azp` names it.
 */
export async function sessionToken(
  state: State,
  session: StoredSession,
  origin: string,
  secondsAgo = 0,
): Promise<string> {
  const { private: key } = state.keys;
  // Not before the sign-in whose time is in the cookies: the SDK would ask for a handshake instead of an older token.
  const issuedAt = Math.max(Math.floor(Date.now() / 1000) - secondsAgo, state.clients[session.clientId]?.uat ?? 0);
  const minutes = Math.floor((Date.now() - session.createdAt) / 60_000);
  return new SignJWT({ azp: origin, fva: [minutes, -1], sid: session.id, sts: 'active', v: 2 })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT', cat: 'cl_B7d4PD111AAA' })
    .setSubject(session.userId)
    .setIssuer(`https://${LOCAL_HOST}`)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt - 10)
    .setExpirationTime(issuedAt + TOKEN_SECONDS)
    .setJti(randomBytes(10).toString('hex'))
    .sign(await importJWK(key, 'RS256'));
}

/** Returns the session that a browser uses, its last active one; null if nobody is signed in. */
export function activeSession(state: State, client: StoredClient | null): StoredSession | null {
  const session = client?.lastActiveSessionId ? state.sessions[client.lastActiveSessionId] : undefined;
  return session?.status === 'active' ? session : null;
}
