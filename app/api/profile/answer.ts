import 'server-only';
import { createHash } from 'node:crypto';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import type { Unverified } from '@/lib/clerk/session/unverified';
import { log } from '@/lib/log';
import { unverifiedInWords } from '@/lib/profile/words/failure-words';
import { directSaveAtIn } from '@/lib/profile/model/direct-save-cookie';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { USER_HEADER } from '@/lib/profile/model/query/fetch-profile';

const headers = { 'cache-control': 'private, no-cache', vary: 'Cookie' };
const problem = (status: number, message: string) => Response.json({ message }, { status, headers });

/** Returns the answer to a session that could not be verified. */
export const answerUnverified = (why: Unverified): Response => problem(503, unverifiedInWords(why));

/**
 * Returns the answer to a read of the profile; `userId` is null if nobody is signed in. 304 if the device has it
 * already: the ETag covers the revision and the state of sync.
 */
export async function answerProfile(request: Request, userId: SignedInUserId | null): Promise<Response> {
  if (!userId) return problem(401, 'You are signed out. Sign in again to see your profile.');
  if ((request.headers.get(USER_HEADER) ?? userId) !== userId)
    return problem(409, 'Somebody else has signed in on this browser. Reload the page to see their profile.');

  const directSaveAt = directSaveAtIn(request.headers.get('cookie'));
  const profile = await getProfile(userId, { directSaveAt }).catch((error: unknown) => {
    log.error({ err: error, userId }, 'the profile could not be read');
    return null;
  });
  if (!profile) return problem(500, 'Your profile can’t be loaded, because of a fault on our side. Try again later.');
  if (!profile.ok) return problem(503, profile.failure.message);

  const { version, source } = profile.value;
  const etag = `"${version}-${createHash('sha256').update(`${userId} ${source}`).digest('base64url').slice(0, 8)}"`;
  const unchanged = request.headers
    .get('if-none-match')
    ?.split(',')
    .some((known) => known.trim().replace(/^W\//, '') === etag);
  if (unchanged) return new Response(null, { status: 304, headers: { ...headers, etag } });
  return new Response(JSON.stringify(profile.value), {
    headers: { ...headers, etag, 'content-type': 'application/json' },
  });
}
