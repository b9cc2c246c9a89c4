import 'server-only';
import { WRITE_DEADLINE_MS } from '@/lib/clerk/users';
import { invalidateProfiles } from '@/lib/db/queries/profile-rows';
import { log } from '@/lib/log';
import { forgetStale, staleUsers } from '@/lib/profile/direct/stale-users';
import { pullFromClerk } from '@/lib/profile/verbs/pull-from-clerk';

/** Lets the mirror catch up, once Postgres is back, with all that went past it through this process. */
export async function resyncStale(): Promise<void> {
  const userIds = [...staleUsers()];
  if (userIds.length === 0) return;
  await invalidateProfiles(userIds); // first for all: readers on every instance then ask Clerk
  for (const userId of userIds) {
    forgetStale(userId);
    const pulled = await pullFromClerk(userId, WRITE_DEADLINE_MS);
    if (!pulled.ok)
      log.warn({ userId, failure: pulled.failure }, 'the mirror could not catch up yet, the next read will try');
  }
}
