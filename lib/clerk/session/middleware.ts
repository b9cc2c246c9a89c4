import '@/lib/clerk/deadline'; // before the SDK, which binds `fetch` when it is loaded
import { clerkMiddleware, type ClerkMiddlewareAuth, type ClerkMiddlewareOptions } from '@clerk/nextjs/server';
import { NextResponse, type NextFetchEvent, type NextRequest } from 'next/server';
import { env } from '@/lib/env';
import { isFormPost } from '@/lib/form-post';
import { log } from '@/lib/log';
import { DeadlineExceeded, withDeadline } from '@/lib/clerk/deadline';
import { findSessionKey, loadSessionKeys } from './session-key';
import { markUnverified, toUnverified, type Unverified } from './unverified';

/** How long the SDK may take to verify a session, in ms: longer only if it has to refresh one and Clerk hangs. */
const VERIFY_DEADLINE_MS = 4_000;
const PROXY_PATH = '/__clerk';

type Answer = Response | null | undefined | void;
type Describe = (why: Unverified) => string;

/** An app's own rule for a request, as `clerkMiddleware` takes it. */
export type Rule = (auth: ClerkMiddlewareAuth, request: NextRequest, event: NextFetchEvent) => Answer | Promise<Answer>;
/** What an app may set of Clerk's options: the rest comes from the environment. */
export type RuleOptions = Omit<ClerkMiddlewareOptions, 'publishableKey' | 'secretKey' | 'jwtKey' | 'proxyUrl'>;

interface SessionOptions {
  /** words for a page whose session could not be verified */
  describe: Describe;
  rule?: Rule | undefined;
  options?: RuleOptions | undefined;
}

/**
 * Verifies the session of each request and hands it to the server's code. Protects nothing alone: pages, route handlers
 * and verbs do, and `rule`. If a session is presented and cannot be verified, since Clerk does not answer or refuses
 * this app's key, nobody is taken for signed out and `rule` is not asked: pages are answered 503 with `describe`'s
 * words, route handlers and actions get the reason.
 */
export async function withSession(
  request: NextRequest,
  event: NextFetchEvent,
  { describe, rule, options }: SessionOptions,
): Promise<Answer> {
  const found = await findSessionKey(request);
  if (request.nextUrl.pathname.startsWith(PROXY_PATH))
    return clerk(options, 'failure' in found ? undefined : found.jwtKey, rule)(request, event);
  if ('failure' in found) return unverified(request, toUnverified(found.failure), describe);

  let lastStatus: number | null = 200;
  let why: Unverified | null = null;
  let answer: Promise<Answer> | undefined;
  const verify = () =>
    new Promise<void>((verified, failed) => {
      const checked: Rule = async (auth, ...asked) => {
        const { userId } = await auth({ treatPendingAsSignedOut: false });
        why = userId ? null : await whyUnverified(lastStatus);
        verified();
        return why ? undefined : rule?.(auth, ...asked);
      };
      answer = Promise.resolve(clerk(options, found.jwtKey, checked)(request, event));
      answer.then(() => verified(), failed);
    });
  try {
    await withDeadline(VERIFY_DEADLINE_MS, verify, (status) => void (lastStatus = status)); // the rule has its own time
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
    log.error({ err: error }, 'a session could not be verified in time: Clerk does not answer');
    return unverified(request, 'transient', describe);
  }
  const given = await answer;
  return why ? unverified(request, why, describe) : goOnInPlace(request, given);
}

/** Returns the middleware of Clerk's SDK, which verifies with this key. Without a key it asks Clerk for its own. */
function clerk(options: RuleOptions | undefined, jwtKey: string | undefined, rule: Rule | undefined) {
  const { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey, NEXT_PUBLIC_CLERK_PROXY_URL: proxyUrl } = env();
  return clerkMiddleware((auth, ...asked) => rule?.(auth, ...asked), {
    signInUrl: '/sign-in',
    signUpUrl: '/sign-up',
    ...options,
    publishableKey,
    jwtKey,
    ...(proxyUrl && { proxyUrl, frontendApiProxy: { enabled: true } }),
  });
}

/**
 * Returns why "signed out" only means that the SDK's own call of Clerk failed, which refreshes a session. Null if Clerk
 * has answered so. `status`: of that call, as in `withDeadline`.
 */
async function whyUnverified(status: number | null): Promise<Unverified | null> {
  if (status === 429) return 'limited';
  if (status === null || status >= 500) return 'transient';
  if (status !== 401) return null;
  const failure = await loadSessionKeys(); // a 401 can be about our key, or about the session
  return failure && toUnverified(failure);
}

/**
 * Returns the answer if it is not known whose request this is. Route handlers and actions have their own form for it,
 * and so does the page to which an edit was posted: it keeps the edit.
 */
function unverified(request: NextRequest, why: Unverified, describe: Describe): Response {
  const isPostedEdit = request.headers.has('next-action') || isFormPost(request.headers);
  if (request.nextUrl.pathname.startsWith('/api/') || isPostedEdit)
    return NextResponse.next({ request: { headers: markUnverified(request.headers, why) } });
  return new Response(describe(why), {
    status: 503,
    headers: { 'retry-after': '5', 'content-type': 'text/plain; charset=utf-8' },
  });
}

/**
 * Lets the request go on without the rewrite to its own URL by which Clerk's SDK does so. Next writes every loopback
 * address in that URL as `localhost`: an app that listens at 127.0.0.1 takes it for another server's, and requests
 * itself forever.
 */
function goOnInPlace(request: NextRequest, answer: Answer): Answer {
  if (answer?.headers.get('x-middleware-rewrite') !== request.url) return answer;
  answer.headers.delete('x-middleware-rewrite');
  answer.headers.set('x-middleware-next', '1');
  return answer;
}
