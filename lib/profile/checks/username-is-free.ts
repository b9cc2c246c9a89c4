import 'server-only';
import { requestsLeft, requestsPer10s } from '@/lib/clerk/rate-limit';
import { findUserIdByUsername } from '@/lib/clerk/users';
import { message } from '@/lib/texts/text';
import { CHECK_WITHIN_MS, type Check } from './check';

/** The part of Clerk's limit that is left to saves and their pushes. */
const RESERVE = 0.25;

/**
 * Returns a message if somebody else has this user name. Clerk has the last word: it refuses a name that is taken
 * between this check and the push.
 * @throws where Clerk cannot be asked, or its limit is nearly used up
 */
export const usernameIsFree: Check<string> = async (username, { userId }) => {
  if (requestsLeft() < requestsPer10s() * RESERVE) throw new Error('few requests of Clerk’s limit are left');
  const owner = await findUserIdByUsername(username, CHECK_WITHIN_MS);
  if (!owner.ok) throw new Error(`Clerk could not be asked (${owner.failure.kind}): ${owner.failure.message}`);
  return owner.value === null || owner.value === userId ? null : message('refusal.usernameTaken');
};
