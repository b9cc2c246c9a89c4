import 'server-only';
import type { ClerkFailure } from '@/lib/clerk/errors';
import { earliestNow } from '@/lib/db/clock';
import { logUnlessUnreachable } from '@/lib/db/outage';
import { askForRead } from '@/lib/db/queries/profile-rows';
import type { Mirror } from '@/lib/profile/core/mirror';
import { isPossiblyStale } from '@/lib/profile/direct/is-possibly-stale';
import { singleton } from '@/lib/singleton';
import { within } from '@/lib/within';
import { reconcile } from './reconcile';
import type { Reconciled } from './reconciled';

/** How long to wait for a lease that another process holds before trying again, in ms. */
const TRY_AGAIN_MS = 100;

/** Why a reader does not know what Clerk holds: it, or who holds the lease, took too long. */
export const TOO_LATE: ClerkFailure = {
  kind: 'transient',
  message: 'Clerk did not answer in time',
  unknown: false,
  retryAfterMs: null,
};

/** the read of each user for whom somebody waits: however many wait, Clerk is called once */
const reads = singleton('reads', () => new Map<string, Promise<Reconciled>>());

/**
 * Has Clerk read for somebody who waits for it, and returns what that has led to, within `ms`. Callers in one process
 * share a read of the same user. Where it takes too long the failure is `TOO_LATE`, and the read goes on, or is due:
 * devices are notified once it has ended.
 * @throws if Postgres is unreachable or busy
 */
export async function lookAtClerk(userId: string, ms: number): Promise<Reconciled> {
  const readAfter = earliestNow();
  const endsAt = Date.now() + ms;
  const look = async (): Promise<Reconciled> => {
    for (;;) {
      const looked = await sharedRead(userId, readAfter);
      if ((looked.outcome !== 'leased' && looked.outcome !== 'lost') || Date.now() > endsAt) return looked;
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  };
  const looked = await within(
    ms,
    look(),
    (error) => void logUnlessUnreachable(error, { userId }, 'a read of Clerk failed after its caller had gone on'),
  );
  if (looked && looked.outcome !== 'leased' && looked.outcome !== 'lost') return looked;
  await askForRead(userId);
  return { outcome: 'leased', mirror: looked?.mirror ?? null, failure: TOO_LATE };
}

/** Joins the read under way, whose failure is shared as well. Reads once more if that has left the mirror stale. */
async function sharedRead(userId: string, readAfter: number): Promise<Reconciled> {
  const joined = await reads().get(userId);
  if (joined && (joined.failure || isUpToDate(joined.mirror))) return joined;
  const own = reads().get(userId) ?? reconcile(userId, { readAfter }).finally(() => reads().delete(userId));
  reads().set(userId, own);
  return own;
}

const isUpToDate = (mirror: Mirror | null): boolean =>
  mirror !== null && !isPossiblyStale(mirror) && mirror.webhookUpdatedAt === null;
