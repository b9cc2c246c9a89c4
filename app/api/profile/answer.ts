import 'server-only';
import { createHash } from 'node:crypto';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import type { Unverified } from '@/lib/clerk/session/unverified';
import { log } from '@/lib/log';
import { unverified, type Told } from '@/lib/profile/words/failure-words';
import { directSaveAtIn } from '@/lib/profile/model/direct-save-cookie';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { message } from '@/lib/texts/text';
import { TIME_HEADER } from '@/lib/profile/model/query/server-clock';
import { timeOfAnswer } from '@/lib/profile/verbs/time-of-answer';
import { USER_HEADER } from '@/lib/profile/model/query/fetch-profile';

const headers = { 'cache-control': 'private, no-cache', vary: 'Cookie' };
const problem = (status: number, { message: reason, lasting, cause }: Told) =>
  Response.json({ message: reason, lasting, cause }, { status, headers });

/** Returns the answer to a session that could not be verified. */
export const answerUnverified = (why: Unverified): Response => problem(503, unverified(why));

/**
 * Returns the answer to a read of the profile; `userId` is null if nobody is signed in. 304 if the device has it
 * already: the ETag covers the revision and the state of sync, not the time that the answer carries.
 */
export async function answerProfile(request: Request, userId: SignedInUserId | null): Promise<Response> {
  if (!userId) return problem(401, { message: message('failure.signedOut') });
  if ((request.headers.get(USER_HEADER) ?? userId) !== userId)
    return problem(409, { message: message('failure.somebodyElse') });

  const directSaveAt = directSaveAtIn(request.headers.get('cookie'));
  const profile = await getProfile(userId, { directSaveAt }).catch((error: unknown) => {
    log.error({ err: error, userId }, 'the profile could not be read');
    return null;
  });
  if (!profile) return problem(500, { message: message('failure.unreadFault') });
  if (!profile.ok) return problem(503, profile.failure);

  const { version, source, lasting = false } = profile.value;
  const shown = createHash('sha256').update(`${userId} ${source} ${lasting}`).digest('base64url').slice(0, 8);
  const etag = `"${version}-${shown}"`;
  const unchanged = request.headers
    .get('if-none-match')
    ?.split(',')
    .some((known) => known.trim().replace(/^W\//, '') === etag);
  const timed = { ...headers, etag, [TIME_HEADER]: String(timeOfAnswer()), [USER_HEADER]: userId };
  if (unchanged) return new Response(null, { status: 304, headers: timed });
  return new Response(JSON.stringify(profile.value), {
    headers: { ...timed, 'content-type': 'application/json' },
  });
}
