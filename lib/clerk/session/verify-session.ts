import 'server-only';
import { env } from '@/lib/env';
import { clerk } from '@/lib/clerk/client';
import type { SessionInfo, SignedInUserId } from './session';
import { sessionKeyFor } from './session-key';

/**
 * The session that signed a request that did not come through Next; null where there is none, where its key is not
 * known, and where it has to be renewed first: that is for the middleware, which can say that it is not known who asks,
 * and renews under a deadline, since it asks Clerk and hands a cookie on.
 */
export async function verifySession(request: Request): Promise<SessionInfo | null> {
  const jwtKey = await sessionKeyFor(request);
  if (!jwtKey) return null;
  const { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey, NEXT_PUBLIC_CLERK_PROXY_URL: proxyUrl } = env();
  const headers = new Headers(request.headers);
  headers.set(
    'cookie',
    (headers.get('cookie') ?? '')
      .split(/;\s*/)
      .filter((pair) => !pair.startsWith('__refresh'))
      .join('; '),
  );
  const state = await clerk().authenticateRequest(new Request(request, { headers }), {
    publishableKey,
    jwtKey,
    ...(proxyUrl && { proxyUrl: new URL(proxyUrl, request.url).toString() }),
  });
  const { userId, sessionId } = state.toAuth() ?? {};
  return userId && sessionId ? { userId: userId as SignedInUserId, sessionId } : null;
}
