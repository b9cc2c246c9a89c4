import 'server-only';
import { withPostgresFallback } from '@/lib/db/outage';
import { markReadDue } from '@/lib/db/queries/profile-rows';
import { log } from '@/lib/log';
import { singleton } from '@/lib/singleton';
import { within } from '@/lib/within';

const stale = singleton('stale-users', () => new Set<string>());

/** Remembers a user whose mirror may lack a direct save of this process. */
export const rememberStale = (userId: string): void => void stale().add(userId);

/** Returns the users that were remembered and not forgotten since. */
export const staleUsers = (): readonly string[] => [...stale()];

/** Forgets a user whose mirror is being resynced. */
export const forgetStale = (userId: string): void => void stale().delete(userId);

/** How often to try: the broken connections of a pool are found one by one. */
const TRIES = 3;

/** How long a direct save waits for its row to be marked, in ms, in case Postgres is back. */
const MARK_WITHIN_MS = 300;

/**
 * Makes a read of Clerk due if Postgres is back, so that every process reads Clerk before trusting the row; else
 * `resyncStale` does so later. Takes 300 ms at most.
 */
export const markStaleNow = (userId: string): Promise<void> =>
  within(MARK_WITHIN_MS, markStale(userId), (err) =>
    log.error({ err, userId }, 'a mirror row could not be marked as stale'),
  );

async function markStale(userId: string): Promise<void> {
  const mark = () => markReadDue([userId]).then(() => true);
  const notYet = async (err: unknown) => {
    log.debug({ err, userId }, 'a mirror row could not be marked as stale yet');
    return false;
  };
  for (let times = 0; times < TRIES; times += 1)
    if (await withPostgresFallback(mark, { unreachable: notYet, busy: notYet })) return;
}
