import 'server-only';
import { isClerkUp } from '@/lib/clerk/circuit';
import { getClerkUser, WRITE_DEADLINE_MS } from '@/lib/clerk/users';
import { reasonOf, diagnosePostgres } from '@/lib/db/outage';
import { findRecentlyRead } from '@/lib/db/queries/due-audits';
import { findDueUserIds, postponePush } from '@/lib/db/queries/due-pushes';
import { log } from '@/lib/log';
import { pushToClerk } from '@/lib/profile/verbs/push-to-clerk';
import { resyncStale } from './resync-stale';

/** How many pushes run at once: Clerk allows 100 updates in 10 s on a development instance. */
export const BATCH = 8;
/** How long a push waits that failed by a fault of ours, in ms. */
const POSTPONE_MS = 60_000;

/**
 * Pushes up to `limit` users whose push is due, and returns how many pushes it tried. Resyncs stale mirrors first.
 * While Clerk is down it only checks whether Clerk is back.
 * @throws if Postgres is unreachable
 */
export async function pushDue(limit = BATCH): Promise<number> {
  await resyncStale();
  if (!isClerkUp()) {
    const one = await findRecentlyRead(); // not a user whose push waits: their own failures must not count as Clerk's
    if (one) await getClerkUser(one, WRITE_DEADLINE_MS); // through the circuit: one call a pause
    if (!isClerkUp()) return 0;
  }
  const due = await findDueUserIds(limit);
  const outcomes = await Promise.allSettled(
    due.map((userId) =>
      pushToClerk(userId).then(
        () => 'tried' as const,
        (error: unknown) => postpone(userId, error),
      ),
    ),
  );
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value === 'tried').length;
}

/**
 * Postpones a push that failed by a fault of ours: it must not come before everybody else's each time. If Postgres was
 * busy, the push stays due.
 * @throws the error if Postgres is unreachable
 */
async function postpone(userId: string, error: unknown): Promise<'tried' | 'busy'> {
  const state = await diagnosePostgres(error);
  if (state === 'unreachable') throw error;
  if (state === 'busy') {
    log.warn({ userId, why: reasonOf(error) }, 'a push could not go on, and stays due: Postgres is busy');
    return 'busy';
  }
  log.error({ err: error, userId }, 'a push failed by a fault of this app, will be tried again in a minute');
  await postponePush(userId, POSTPONE_MS);
  return 'tried';
}
