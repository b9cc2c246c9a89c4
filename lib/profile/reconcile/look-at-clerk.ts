import 'server-only';
import type { ClerkFailure } from '@/lib/clerk/errors';
import { logUnlessUnreachable } from '@/lib/db/outage';
import { askForRead } from '@/lib/db/queries/profile-rows';
import type { Mirror } from '@/lib/profile/core/mirror';
import { isReadDue } from '@/lib/profile/core/schedule';
import { suspect } from '@/lib/profile/direct/is-possibly-stale';
import { singleton } from '@/lib/singleton';
import { within } from '@/lib/within';
import { freeSlotsToRead } from './lease-slots';
import { reconcile } from './reconcile';
import { isLeasedElsewhere, type Reconciled } from './reconciled';

/** How long to wait for a lease that another process holds before trying again, in ms. */
const TRY_AGAIN_MS = 100;

/** Why a reader does not know what Clerk holds: it, or who holds the lease, took too long. */
export const TOO_LATE: ClerkFailure = {
  kind: 'transient',
  message: 'Clerk did not answer in time',
  unknown: false,
  retryAfterMs: null,
};

/** the read of each user for whom somebody waits */
const reads = singleton('reads', () => new Map<string, Promise<Reconciled>>());

/**
 * Returns true if a read of Clerk that began after `readAfter` is in the mirror, and none is due. `readAfter` is in ms
 * since 1970 by the clock of Postgres.
 */
export const isReadSince = (mirror: Mirror, readAfter: number): boolean =>
  (mirror.clerkReadAt ?? 0) > readAfter && !isReadDue(suspect(mirror));

/**
 * Has Clerk read for somebody who waits for it, and returns what that has led to, within `ms`: a read that began after
 * `readAfter` serves, whoever asked for it. Callers in one process share a read of the same user, and its failure.
 * Where it takes too long the failure is `TOO_LATE`, and the read goes on, or is due: devices are notified once it has
 * ended.
 * @throws if Postgres is unreachable or busy
 */
export async function lookAtClerk(userId: string, ms: number, readAfter: number): Promise<Reconciled> {
  const endsAt = Date.now() + ms;
  const look = async (): Promise<Reconciled> => {
    for (;;) {
      const looked = await sharedRead(userId, readAfter, endsAt);
      if (!isLeasedElsewhere(looked) || Date.now() > endsAt) return looked;
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  };
  const looked = await within(
    ms,
    look(),
    (error) => void logUnlessUnreachable(error, { userId }, 'a read of Clerk failed after its caller had gone on'),
  );
  if (looked && !isLeasedElsewhere(looked)) return looked;
  await askForRead(userId);
  return { outcome: 'leased', mirror: looked?.mirror ?? null, failure: TOO_LATE };
}

/** Joins the read under way if it serves, or fails. After one that does not serve comes another. */
async function sharedRead(userId: string, readAfter: number, notAfter: number): Promise<Reconciled> {
  const joined = await reads().get(userId);
  if (joined && (joined.failure || (joined.mirror && isReadSince(joined.mirror, readAfter)))) return joined;
  if (!reads().has(userId) && freeSlotsToRead() === 0) return { outcome: 'leased', mirror: null, failure: null };
  const own = reads().get(userId) ?? reconcile(userId, { readAfter, notAfter }).finally(() => reads().delete(userId));
  reads().set(userId, own);
  return own;
}
