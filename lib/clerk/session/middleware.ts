import '@/lib/clerk/deadline'; // before the SDK, which binds `fetch` when it is loaded
import { clerkMiddleware } from '@clerk/nextjs/server';
import { NextResponse, type NextFetchEvent, type NextRequest } from 'next/server';
import { env } from '@/lib/env';
import { isFormPost } from '@/lib/form-post';
import { log } from '@/lib/log';
import { DeadlineExceeded, withDeadline } from '@/lib/clerk/deadline';
import type { ClerkFailure } from '@/lib/clerk/errors';
import { keyFailureFor, loadSessionKeys, otherKeyFor, sessionKeyFor } from './session-key';
import { markUnverified } from './unverified';

/**
 * How long a session may take to be verified, in ms: longer only where its key is not known and Clerk does not tell it.
 */
const VERIFY_DEADLINE_MS = 4_000;
const PROXY_PATH = '/__clerk';
/** The header by which Clerk's SDK hands its verdict on. */
const AUTH_STATUS = 'x-clerk-auth-status';

const verify = clerkMiddleware(
  () => undefined,
  async (request) => {
    const { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey, NEXT_PUBLIC_CLERK_PROXY_URL: proxyUrl } = env();
    return {
      publishableKey,
      jwtKey: (await sessionKeyFor(request)) ?? otherKeyFor(request),
      signInUrl: '/sign-in',
      signUpUrl: '/sign-up',
      ...(proxyUrl && { proxyUrl, frontendApiProxy: { enabled: true } }),
    };
  },
);

type Answer = Response | null | undefined | void;
type Why = ClerkFailure['kind'];

/**
 * Verifies the session of each request and hands it to the server's code. It protects nothing by itself: pages, doors
 * and verbs do. Where a session is presented and cannot be verified, since Clerk does not answer or refuses this app's
 * key, nobody is taken for signed out: pages are answered 503 with what `inWords` says of the reason, and doors are
 * told it.
 */
export async function withSession(
  request: NextRequest,
  event: NextFetchEvent,
  inWords: (why: Why) => string,
): Promise<Answer> {
  if (request.nextUrl.pathname.startsWith(PROXY_PATH)) return verify(request, event);
  try {
    await sessionKeyFor(request);
    const failure = keyFailureFor(request);
    if (failure) return unverified(request, failure.kind, inWords);

    let heard: number | null = 200;
    const answer = await withDeadline(
      VERIFY_DEADLINE_MS,
      async () => verify(request, event),
      (status) => void (heard = status),
    );
    const why = isSignedOut(answer) ? await whyUnverified(heard) : null;
    return why ? unverified(request, why, inWords) : goOnInPlace(request, answer);
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
    log.error({ err: error }, 'a session could not be verified in time: Clerk does not answer');
    return unverified(request, 'transient', inWords);
  }
}

const isSignedOut = (answer: Answer): boolean =>
  answer?.headers.get(`x-middleware-request-${AUTH_STATUS}`) === 'signed-out';

/**
 * Why "signed out" is no more than that the SDK's own call of Clerk failed, which renews a session; null where Clerk
 * has said so. `status`: as in `withDeadline`.
 */
async function whyUnverified(status: number | null): Promise<Why | null> {
  if (status === null || status === 429 || status >= 500) return 'transient';
  // which can be about our key, or about the session
  return status === 401 ? ((await loadSessionKeys())?.kind ?? null) : null;
}

/**
 * The answer where it cannot be known who asks. Doors give it in their own form, and so does the page to which an edit
 * was posted: it keeps it.
 */
function unverified(request: NextRequest, why: Why, inWords: (why: Why) => string): Response {
  const isPostedEdit = request.headers.has('next-action') || isFormPost(request.headers);
  if (request.nextUrl.pathname.startsWith('/api/') || isPostedEdit)
    return NextResponse.next({ request: { headers: markUnverified(request.headers, why) } });
  return new Response(inWords(why), {
    status: 503,
    headers: { 'retry-after': '5', 'content-type': 'text/plain; charset=utf-8' },
  });
}

/**
 * Clerk's SDK lets a request go on by a rewrite to its own URL. Next writes every loopback address in that URL as
 * `localhost`, so that where the app listens at 127.0.0.1 it takes it for another server's and asks itself for ever.
 * Going on needs no rewrite.
 */
function goOnInPlace(request: NextRequest, answer: Answer): Answer {
  if (answer?.headers.get('x-middleware-rewrite') !== request.url) return answer;
  answer.headers.delete('x-middleware-rewrite');
  answer.headers.set('x-middleware-next', '1');
  return answer;
}
