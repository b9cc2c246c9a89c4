import './deadline'; // before the SDK, which binds `fetch` when it is loaded
import { clerkMiddleware } from '@clerk/nextjs/server';
import type { NextFetchEvent, NextRequest } from 'next/server';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { DeadlineExceeded, withDeadline } from './deadline';
import { sessionKeyFor } from './session-key';

/** How long a session may take to be verified, in ms: longer only where its key is not known and Clerk does not tell it. */
const VERIFY_DEADLINE_MS = 4_000;
const PROXY_PATH = '/__clerk';

const verify = clerkMiddleware(
  () => undefined,
  async (request) => {
    const { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey, NEXT_PUBLIC_CLERK_PROXY_URL: proxyUrl } = env();
    return {
      publishableKey,
      jwtKey: await sessionKeyFor(request),
      signInUrl: '/sign-in',
      signUpUrl: '/sign-up',
      ...(proxyUrl && { proxyUrl, frontendApiProxy: { enabled: true } }),
    };
  },
);

/**
 * Clerk's SDK lets a request go on by a rewrite to its own URL. Next writes every loopback address in that URL as `localhost`, so that where the app
 * listens at 127.0.0.1 it takes it for another server's and asks itself for ever. Going on needs no rewrite.
 */
function goOnInPlace<T extends Response | null | undefined | void>(request: NextRequest, answer: T): T {
  if (answer?.headers.get('x-middleware-rewrite') !== request.url) return answer;
  answer.headers.delete('x-middleware-rewrite');
  answer.headers.set('x-middleware-next', '1');
  return answer;
}

/**
 * Verifies the session of each request and hands it to the server's code. It protects nothing by itself: pages, doors and verbs do.
 * Answers 503 where nobody can be verified because Clerk does not answer.
 */
export async function withSession(request: NextRequest, event: NextFetchEvent): Promise<Response | null | undefined | void> {
  if (request.nextUrl.pathname.startsWith(PROXY_PATH)) return verify(request, event);
  try {
    return goOnInPlace(request, await withDeadline(VERIFY_DEADLINE_MS, async () => verify(request, event)));
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
    log.error({ err: error }, 'a session could not be verified: Clerk does not tell its keys');
    return new Response('We can’t check who you are right now, because Clerk does not answer. Nothing of yours is lost: try again in a moment.', { status: 503, headers: { 'retry-after': '5', 'content-type': 'text/plain; charset=utf-8' } });
  }
}
