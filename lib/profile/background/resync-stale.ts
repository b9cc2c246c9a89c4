import 'server-only';
import { markReadDue } from '@/lib/db/queries/profile-rows';
import { forgetStale, staleUsers } from '@/lib/profile/direct/stale-users';

/**
 * Makes a read of Clerk due for every user whose direct save went through this process, once Postgres is back.
 * @throws if Postgres is unreachable or busy
 */
export async function resyncStale(): Promise<void> {
  const userIds = staleUsers();
  if (userIds.length === 0) return;
  await markReadDue(userIds);
  for (const userId of userIds) forgetStale(userId);
}
