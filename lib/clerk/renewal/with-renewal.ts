import { oneTabAtATime } from './one-tab-at-a-time';
import { renewByNavigation } from './renew-by-navigation';
import { renewByScript } from './renew-by-script';
import { maybeSignedIn, sessionCookies } from './session-cookies';

/** How long a renewal that did not help is not tried again, in ms, unless the session's cookies change. */
const PAUSE_MS = 30_000;

/** The second can fail as well: what another tab has put into the cookies need not be a session that counts. */
const MOST_ATTEMPTS = 3;

let renewing: Promise<boolean> | null = null;
let failed: { cookies: string; at: number } | null = null;

/**
 * Makes a request, and again with a renewed session if it was answered that nobody is signed in. That can be said of
 * somebody who is: where this device's clock is wrong, another tab has put an older token into the cookie, or Clerk's
 * script is blocked, the token in the cookie is one that the server refuses. `path` is of a page that says whose
 * session a browser has.
 */
export async function withRenewal<T>(
  path: string,
  ask: () => Promise<T>,
  isSignedOut: (answer: T) => boolean,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const cookies = sessionCookies();
    const answer = await ask();
    if (!isSignedOut(answer) || attempt === MOST_ATTEMPTS || !(await renewed(path, cookies))) return answer;
  }
}

/** Returns true once the cookies are others than those that were refused. Requests of one moment share a renewal. */
async function renewed(path: string, refused: string): Promise<boolean> {
  if (!maybeSignedIn()) return false;
  if (sessionCookies() !== refused) return true;
  if (failed?.cookies === refused && performance.now() - failed.at < PAUSE_MS) return false;
  renewing ??= oneTabAtATime('perdure:session', async () => {
    if (sessionCookies() !== refused) return true; // another tab has
    if (await renewByScript()) return true;
    return (await renewByNavigation(path)) === 'signed in';
  }).finally(() => (renewing = null));
  const isRenewed = await renewing;
  failed = isRenewed ? null : { cookies: sessionCookies(), at: performance.now() };
  return isRenewed;
}
