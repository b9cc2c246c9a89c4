import 'server-only';
import { getClerkUser, READ_DEADLINE_MS } from '@/lib/clerk/users';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { reasonOf, withPostgresFallback } from '@/lib/db/outage';
import { latestNow } from '@/lib/db/clock';
import { countDuringOutage } from '@/lib/db/outage-log';
import { findProfileRow } from '@/lib/db/queries/profile-rows';
import { log } from '@/lib/log';
import { fail, ok, type Result } from '@/lib/result';
import { UNREAD_BUSY, unreadInWords } from '@/lib/profile/words/failure-words';
import type { Mirror } from '@/lib/profile/core/mirror';
import { readMirror } from '@/lib/profile/core/mirror-row';
import { isPossiblyStale } from '@/lib/profile/direct/is-possibly-stale';
import type { Profile } from '@/lib/profile/model/profile';
import { pullWithin, type Pulled } from './pull-from-clerk';
import { profileFromClerk, toProfile } from '@/lib/profile/core/to-profile';

/** How long Clerk's last answer is taken for current without asking again, in ms. */
export const FRESH_FOR_MS = 5 * 60_000;

const TOO_LATE: Pulled = {
  ok: false,
  failure: { kind: 'transient', message: 'Clerk did not answer in time', unknown: false, retryAfterMs: null },
};

const isFresh = (mirror: Mirror): boolean =>
  !isPossiblyStale(mirror) && latestNow() - (mirror.clerkReadAt ?? 0) < FRESH_FOR_MS;

/**
 * The user's profile: from the mirror while it is fresh, else from Clerk under a deadline, else from the mirror and
 * marked so; from Clerk alone while Postgres is unreachable. Fails, with words for a person, where it is known to neither, and
 * where Postgres is busy.
 */
export async function getProfile(userId: SignedInUserId): Promise<Result<Profile>> {
  return withPostgresFallback(() => readThroughMirror(userId), {
    unreachable: () => {
      countDuringOutage('reads');
      return readFromClerk(userId);
    },
    busy: async (error) => {
      log.warn({ userId, why: reasonOf(error) }, 'a profile could not be read for now: Postgres is busy');
      return fail(UNREAD_BUSY); // Clerk may lack what waits in Postgres: to show that would take back what was saved
    },
  });
}

async function readFromClerk(userId: SignedInUserId): Promise<Result<Profile>> {
  const answer = await getClerkUser(userId);
  if (answer.ok) return ok(profileFromClerk(answer.value));
  log.error({ userId, failure: answer.failure }, 'Postgres is unreachable, and Clerk could not be read either');
  return fail(unreadInWords(answer.failure, 'is unreachable'));
}

async function readThroughMirror(userId: SignedInUserId): Promise<Result<Profile>> {
  const row = await findProfileRow(userId);
  const mirror = row && readMirror(row);
  if (mirror && isFresh(mirror)) return ok(toProfile(mirror, 'checked'));

  // A pull that is shared with somebody more patient, or that looks twice, may take longer than a reader waits.
  const pulled = (await pullWithin(READ_DEADLINE_MS, userId)) ?? TOO_LATE;
  if (pulled.ok) return ok(pulled.value);

  log[pulled.failure.kind === 'misconfigured' ? 'error' : 'warn'](
    { userId, failure: pulled.failure },
    'Clerk could not be read',
  );
  if (mirror) return ok(toProfile(mirror, 'mirror'));
  return fail(unreadInWords(pulled.failure, 'does not know it'));
}
