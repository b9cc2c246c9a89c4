import 'server-only';
import type { ClerkFailure } from '@/lib/clerk/errors';
import { listClerkUsers, MAX_LISTED } from '@/lib/clerk/users';
import { earliestNow } from '@/lib/db/clock';
import { completeAudits, leaseAudits } from '@/lib/db/queries/due-audits';
import { removeProfile } from '@/lib/db/queries/write-profile';
import { publishWith } from '@/lib/events/publish';
import { log } from '@/lib/log';
import { AUDIT_AFTER_MS } from '@/lib/profile/core/schedule';
import { reconcile } from '@/lib/profile/reconcile/reconcile';

/** How many people are read at once. */
const AT_ONCE = 4;

/** What the comparison of a slice has led to. */
export interface ComparedSlice {
  /** how many people were compared */
  compared: number;
  /** how many of them differed and were read */
  read: number;
  /** how many are no longer in Clerk, and were removed */
  removed: number;
  /** how long the longest overdue of them had been due, in ms */
  overdueMs: number;
  /** why Clerk could not be read; null if it could */
  failure: ClerkFailure | null;
}

/**
 * Compares up to 100 people whose audit is due with Clerk, in one request: who was changed there since the mirror last
 * saw them is reconciled, `mostReads` of them at most, and the others are due again in a minute. A list is a hint and
 * nothing more: it can be behind, and it is read without a lease. Nobody is removed unless Clerk knows another of the
 * slice: with the keys of another instance it knows none.
 * @throws if Postgres is unreachable or busy
 */
export async function compareSlice(mostReads: number): Promise<ComparedSlice> {
  const due = await leaseAudits(MAX_LISTED);
  const overdueMs = Math.max(0, ...due.map((one) => one.overdueMs));
  const slice: ComparedSlice = { compared: 0, read: 0, removed: 0, overdueMs, failure: null };
  if (due.length === 0) return slice;
  const listed = await listClerkUsers(due.map(({ userId }) => userId));
  if (!listed.ok) return { ...slice, failure: listed.failure };

  const updatedAt = new Map(listed.value.map((user) => [user.id, user.updatedAt]));
  const isSame = ({ userId, clerkUpdatedAt, hasInFlight }: (typeof due)[number]) =>
    !hasInFlight && clerkUpdatedAt !== null && updatedAt.get(userId) === clerkUpdatedAt;
  const same = due.filter(isSame).map(({ userId }) => userId);
  await completeAudits(same, AUDIT_AFTER_MS);
  const others = due.filter((one) => !isSame(one)).map(({ userId }) => userId);
  const read = await inTurns(others.slice(0, mostReads), async (userId) => ({
    userId,
    ...(await reconcile(userId, { readAfter: earliestNow() })),
  }));
  const gone = read.filter(({ outcome }) => outcome === 'gone').map(({ userId }) => userId);
  return {
    ...slice,
    compared: same.length + read.length,
    read: read.length,
    removed: await remove(gone, updatedAt.size > 0),
    failure: read.find(({ outcome, failure }) => failure && outcome !== 'gone')?.failure ?? null,
  };
}

/** Does work for each of many, a few at a time: what is due has the other slots. */
async function inTurns<T, U>(all: readonly T[], work: (one: T) => Promise<U>): Promise<U[]> {
  const done: U[] = [];
  for (let from = 0; from < all.length; from += AT_ONCE)
    done.push(...(await Promise.all(all.slice(from, from + AT_ONCE).map(work))));
  return done;
}

async function remove(gone: readonly string[], isRightInstance: boolean): Promise<number> {
  if (gone.length === 0) return 0;
  if (!isRightInstance) {
    log.error({ unknown: gone }, 'Clerk knows none of these users: are the keys those of another instance?');
    return 0;
  }
  for (const userId of gone) {
    await publishWith({ kind: 'check', userId }, (notification) => removeProfile(userId, notification));
    log.info({ userId }, 'removed: this account is no longer in Clerk');
  }
  return gone.length;
}
