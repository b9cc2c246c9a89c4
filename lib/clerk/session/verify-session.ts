import 'server-only';
import { env } from '@/lib/env';
import { clerk } from '@/lib/clerk/client';
import type { SessionInfo, SignedInUserId } from './session';
import { findSessionKey } from './session-key';

/**
 * Verifies a request that did not pass Next's middleware. Null if there is no session, its key is unknown, or it needs
 * a refresh: those go through the middleware.
 */
export async function verifySession(request: Request): Promise<SessionInfo | null> {
  const found = await findSessionKey(request);
  if ('failure' in found || !found.jwtKey) return null;
  const { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey, NEXT_PUBLIC_CLERK_PROXY_URL: proxyUrl } = env();
  const headers = new Headers(request.headers);
  headers.set('cookie', withoutRefreshTokens(headers.get('cookie') ?? ''));
  const state = await clerk().authenticateRequest(new Request(request, { headers }), {
    publishableKey,
    jwtKey: found.jwtKey,
    ...(proxyUrl && { proxyUrl: new URL(proxyUrl, request.url).toString() }),
  });
  const { userId, sessionId } = state.toAuth() ?? {};
  return userId && sessionId ? { userId: userId as SignedInUserId, sessionId } : null;
}

/** With one the SDK would refresh an expired session: a call of Clerk without a deadline. */
const withoutRefreshTokens = (cookie: string): string =>
  cookie
    .split(/;\s*/)
    .filter((pair) => !pair.startsWith('__refresh'))
    .join('; ');
