import 'server-only';
import { isClerkUp } from '@/lib/clerk/circuit';
import { getClerkUser, WRITE_DEADLINE_MS } from '@/lib/clerk/users';
import { reasonOf, diagnosePostgres, logUnlessUnreachable } from '@/lib/db/outage';
import { findRecentlyRead } from '@/lib/db/queries/due-audits';
import { findDue, postpone } from '@/lib/db/queries/due-profiles';
import { log } from '@/lib/log';
import { freeSlots, isReconciling } from '@/lib/profile/reconcile/lease-slots';
import { reconcile } from '@/lib/profile/reconcile/reconcile';
import { resyncStale } from './resync-stale';

/** How long something due waits that failed by a fault of ours, in ms. */
const POSTPONE_MS = 60_000;

/** What was begun of what is due. */
export interface DueWork {
  /** one for each person; none of them rejects */
  begun: readonly Promise<unknown>[];
  /** in how many ms more can be begun, 0 or less if it is now; null if nothing else is due, or no slot is free */
  nextMs: number | null;
}

/**
 * Begins to reconcile those who are due, the longest first, as many as this process has slots for: whoever waits for a
 * slow Clerk holds up nobody else. Resyncs stale mirrors first. While Clerk is down it only checks whether it is back.
 * @throws if Postgres is unreachable or busy
 */
export async function beginDue(): Promise<DueWork> {
  await resyncStale();
  if (!isClerkUp()) await checkClerk();
  const free = isClerkUp() ? freeSlots() : 0;
  if (free === 0) return { begun: [], nextMs: null }; // the end of a lease is signalled
  const { userIds, nextMs } = await findDue(free);
  const begun = userIds.filter((userId) => !isReconciling(userId)).map((userId) => reconcileOne(userId));
  return { begun, nextMs };
}

/** Makes one call of Clerk, through the circuit: about any user, since the failures of one may not be Clerk's. */
async function checkClerk(): Promise<void> {
  const one = await findRecentlyRead();
  if (one) await getClerkUser(one, WRITE_DEADLINE_MS);
}

/** Reconciles one person, and postpones them after a fault of ours: else they come before everybody each time. */
async function reconcileOne(userId: string): Promise<void> {
  try {
    await reconcile(userId);
  } catch (error) {
    const state = await diagnosePostgres(error);
    if (state === 'busy')
      log.warn({ userId, why: reasonOf(error) }, 'a push could not go on, and stays due: Postgres is busy');
    if (state !== null) return;
    log.error({ err: error, userId }, 'a push failed by a fault of this app, will be tried again in a minute');
    await postpone(userId, POSTPONE_MS).catch((reason: unknown) =>
      logUnlessUnreachable(reason, { userId }, 'what failed could not be postponed'),
    );
  }
}
