import 'server-only';
import { isClerkUp } from '@/lib/clerk/circuit';
import { getClerkUser, WRITE_DEADLINE_MS } from '@/lib/clerk/users';
import { reasonOf, diagnosePostgres } from '@/lib/db/outage';
import { findRecentlyRead } from '@/lib/db/queries/due-audits';
import { findDueUserIds, postponePush } from '@/lib/db/queries/due-pushes';
import { log } from '@/lib/log';
import { pushToClerk } from '@/lib/profile/verbs/push-to-clerk';
import { resyncStale } from './resync-stale';

/** How many pushes are under way at once: Clerk allows 100 updates per 10 s on a development instance. */
export const BATCH = 8;
/** After how long a push is tried again that failed by a fault of ours, in ms. */
const PUT_OFF_MS = 60_000;

/**
 * Pushes what is due now, up to `limit` users, and gives how many were taken up. While Clerk is down it only asks
 * whether it is back. The mirror catches up first with what went past it. The verb behind the background loop, and
 * behind a cron on hosts without long-lived processes. Throws when Postgres is unreachable.
 */
export async function pushDue(limit = BATCH): Promise<number> {
  await resyncStale();
  if (!isClerkUp()) {
    const one = await findRecentlyRead(); // not whoever waits: one person's trouble must not pass for Clerk's
    if (one) await getClerkUser(one, WRITE_DEADLINE_MS); // through the circuit: not more than one call in its pause
    if (!isClerkUp()) return 0;
  }
  const due = await findDueUserIds(limit);
  const outcomes = await Promise.allSettled(
    due.map((userId) =>
      pushToClerk(userId).then(
        () => 'taken up' as const,
        (error: unknown) => postpone(userId, error),
      ),
    ),
  );
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value === 'taken up').length;
}

/**
 * Keeps a push that fails by a fault of ours from coming first again and again, before everybody else's. One for which
 * Postgres was too busy stays as due as it was. Throws where Postgres is unreachable.
 */
async function postpone(userId: string, error: unknown): Promise<'taken up' | 'busy'> {
  const state = await diagnosePostgres(error);
  if (state === 'unreachable') throw error;
  if (state === 'busy') {
    log.warn({ userId, why: reasonOf(error) }, 'a push could not go on, and stays due: Postgres is busy');
    return 'busy';
  }
  log.error({ err: error, userId }, 'a push failed by a fault of this app, will be tried again in a minute');
  await postponePush(userId, PUT_OFF_MS);
  return 'taken up';
}
