import 'server-only';
import type { ClerkEvent } from '@/lib/clerk/webhooks';
import { reasonOf, withPostgresFallback } from '@/lib/db/outage';
import { commitWait } from '@/lib/db/clock';
import { inTransaction } from '@/lib/db/queries/profile-transaction';
import { publish } from '@/lib/events/publish';
import { log } from '@/lib/log';
import { mergeUser } from './merge-user';
import { pullFromClerk } from './pull-from-clerk';

/**
 * Applies a verified webhook, once per id, and returns true when its effect is committed. Returns false if Postgres is
 * unreachable or busy: the sender retries. A user without a row is left to their first visit.
 * @throws what is a fault of ours
 */
export const applyWebhook = (event: ClerkEvent): Promise<boolean> =>
  withPostgresFallback(() => apply(event).then(() => true), {
    unreachable: async () => false,
    busy: async (error) => {
      log.warn({ webhook: event.id, why: reasonOf(error) }, 'a webhook is not applied for now: Postgres is busy');
      return false;
    },
  });

async function apply(event: ClerkEvent): Promise<void> {
  const ambiguous = await inTransaction(async (tx) => {
    if (!(await tx.recordWebhook(event.id))) return null;
    if (event.kind === 'deleted' && (await tx.removeForGood(event.userId)))
      await publish(tx, { kind: 'check', userId: event.userId });
    if (event.kind === 'session over')
      await publish(tx, { kind: 'ended', userId: event.userId, sessionId: event.sessionId });
    if (event.kind !== 'changed' || !(await tx.lock(event.user.id))) return null;
    // Two writes of one push can fall into one millisecond: the event alone does not say which came first.
    const merged = await mergeUser(tx, event.user, { sameMsAfter: null, readStartedAt: null });
    return merged && merged.ambiguousSince !== null ? { userId: event.user.id, since: merged.ambiguousSince } : null;
  });
  if (!ambiguous) return;
  await commitWait(ambiguous.since + 1); // a read of Clerk that begins later sees the newest
  await pullFromClerk(ambiguous.userId);
}
