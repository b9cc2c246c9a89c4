import 'server-only';
import { earliestNow } from '@/lib/db/clock';
import { markReadDue } from '@/lib/db/queries/profile-rows';
import { log } from '@/lib/log';
import { forgetStale, staleUsers } from '@/lib/profile/direct/stale-users';
import { reconcile } from '@/lib/profile/reconcile/reconcile';

/**
 * Has Clerk read for every user whose direct save went through this process, once Postgres is back.
 * @throws if Postgres is unreachable or busy
 */
export async function resyncStale(): Promise<void> {
  const userIds = staleUsers();
  if (userIds.length === 0) return;
  await markReadDue(userIds); // all of them first: readers on every instance then read Clerk
  for (const userId of userIds) {
    forgetStale(userId);
    const { failure } = await reconcile(userId, { readAfter: earliestNow() });
    if (failure) log.warn({ userId, failure }, 'the mirror could not catch up yet, will be tried again');
  }
}
