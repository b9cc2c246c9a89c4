import 'server-only';
import { getClerkUser, READ_DEADLINE_MS } from '@/lib/clerk/users';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { reasonOf, withPostgresFallback } from '@/lib/db/outage';
import { earliestNow, latestNow } from '@/lib/db/clock';
import { countDuringOutage } from '@/lib/db/outage-log';
import { readProfile } from '@/lib/db/queries/read-profile';
import { log } from '@/lib/log';
import { fail, failed, ok, type Result } from '@/lib/result';
import { UNREAD_BUSY, unread } from '@/lib/profile/words/failure-words';
import { readMirror } from '@/lib/profile/core/mirror-row';
import type { Profile } from '@/lib/profile/model/profile';
import { isReadSince, lookAtClerk, TOO_LATE } from '@/lib/profile/reconcile/look-at-clerk';
import { profileFromClerk, toProfile } from '@/lib/profile/core/to-profile';

/** How long a mirror counts as fresh after a read of Clerk, in ms. */
const FRESH_FOR_MS = 5 * 60_000;

/** What the reader knows. */
interface ReaderKnows {
  /** when the reader's browser last saved directly, in ms since 1970: the mirror is to be read from Clerk after that */
  directSaveAt?: number | undefined;
}

/**
 * Returns the user's profile, or a message for them if it cannot be read. `source` says where it comes from:
 * - `checked`: the mirror if it is fresh, else after a read of Clerk under a deadline;
 * - `mirror`: a stale mirror, if Clerk could not be read in time: devices are notified once it was;
 * - `clerk`: Clerk alone, while Postgres is unreachable.
 *
 * Fails if Postgres is busy.
 * @throws what is a fault of ours
 */
export async function getProfile(
  userId: SignedInUserId,
  { directSaveAt = 0 }: ReaderKnows = {},
): Promise<Result<Profile>> {
  return withPostgresFallback(() => readThroughMirror(userId, Math.min(directSaveAt, earliestNow())), {
    unreachable: () => {
      countDuringOutage('reads');
      return readFromClerk(userId);
    },
    busy: async (error) => {
      log.warn({ userId, why: reasonOf(error) }, 'a profile could not be read for now: Postgres is busy');
      return fail(UNREAD_BUSY); // Clerk alone may lack a pending save, which would seem to be lost
    },
  });
}

async function readFromClerk(userId: SignedInUserId): Promise<Result<Profile>> {
  const answer = await getClerkUser(userId);
  if (answer.ok) return ok(profileFromClerk(answer.value));
  log.error({ userId, failure: answer.failure }, 'Postgres is unreachable, and Clerk could not be read either');
  return failed(unread(answer.failure, 'is unreachable'));
}

async function readThroughMirror(userId: SignedInUserId, directSaveAt: number): Promise<Result<Profile>> {
  const readAfter = Math.max(directSaveAt, latestNow() - FRESH_FOR_MS);
  const stored = await readProfile(userId);
  const mirror = stored && readMirror(stored.row);
  if (mirror && isReadSince(mirror, readAfter)) return ok(toProfile(mirror, 'checked'));

  const looked = await lookAtClerk(userId, READ_DEADLINE_MS, readAfter);
  if (looked.mirror && !looked.failure)
    return ok(toProfile(looked.mirror, isReadSince(looked.mirror, readAfter) ? 'checked' : 'mirror'));

  const failure = looked.failure ?? TOO_LATE;
  log[failure.kind === 'misconfigured' ? 'error' : 'warn']({ userId, failure }, 'Clerk could not be read');
  if (mirror)
    return ok({ ...toProfile(mirror, 'mirror'), ...(failure.kind === 'misconfigured' && { lasting: true as const }) });
  return failed(unread(failure, 'does not know it'));
}
