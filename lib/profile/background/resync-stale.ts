import 'server-only';
import { WRITE_DEADLINE_MS } from '@/lib/clerk/users';
import { markStale } from '@/lib/db/profile-rows';
import { log } from '@/lib/log';
import { forgetMissed, missedUsers } from '@/lib/profile/direct/stale-users';
import { pullFromClerk } from '@/lib/profile/verbs/pull-from-clerk';

/** Lets the mirror catch up, once Postgres is back, with all that went past it through this process. */
export async function catchUpMissed(): Promise<void> {
  const userIds = [...missedUsers()];
  if (userIds.length === 0) return;
  await markStale(userIds); // first for all: readers on every instance then ask Clerk
  for (const userId of userIds) {
    forgetMissed(userId);
    const pulled = await pullFromClerk(userId, WRITE_DEADLINE_MS);
    if (!pulled.ok)
      log.warn({ userId, failure: pulled.failure }, 'the mirror could not catch up yet, the next read will try');
  }
}
