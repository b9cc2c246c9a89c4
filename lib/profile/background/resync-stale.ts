import 'server-only';
import { WRITE_DEADLINE_MS } from '@/lib/clerk/users';
import { invalidateProfiles } from '@/lib/db/queries/profile-rows';
import { log } from '@/lib/log';
import { forgetStale, staleUsers } from '@/lib/profile/direct/stale-users';
import { pullFromClerk } from '@/lib/profile/verbs/pull-from-clerk';

/**
 * Pulls every user whose direct save went through this process, once Postgres is back.
 * @throws if Postgres is unreachable or busy
 */
export async function resyncStale(): Promise<void> {
  const userIds = staleUsers();
  if (userIds.length === 0) return;
  await invalidateProfiles(userIds); // all of them first: readers on every instance then read Clerk
  for (const userId of userIds) {
    forgetStale(userId);
    const pulled = await pullFromClerk(userId, WRITE_DEADLINE_MS);
    if (!pulled.ok)
      log.warn({ userId, failure: pulled.failure }, 'the mirror could not catch up yet, the next read will try');
  }
}
