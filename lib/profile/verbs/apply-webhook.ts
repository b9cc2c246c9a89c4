import 'server-only';
import type { ClerkEvent } from '@/lib/clerk/webhooks';
import { reasonOf, withPostgresFallback } from '@/lib/db/outage';
import { commitWait } from '@/lib/db/clock';
import { inTransaction } from '@/lib/db/queries/profile-transaction';
import { publish } from '@/lib/events/publish';
import { log } from '@/lib/log';
import { pullFromClerk, mergeUser } from './pull-from-clerk';

/**
 * Applies a verified webhook, once per id. True when its effect is committed; false when Postgres is unreachable or busy, so
 * that the sender tries again. A user whom the mirror does not know is left to their first visit.
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
    // Clerk's two writes of one push can fall into one millisecond: an event as old as what is known cannot tell which
    // came first.
    const merged = await mergeUser(tx, event.user, { sameMsAfter: null, readStartedAt: null });
    return merged && merged.ambiguousSince !== null ? { userId: event.user.id, since: merged.ambiguousSince } : null;
  });
  if (!ambiguous) return;
  await commitWait(ambiguous.since + 1); // a look at Clerk that begins later has seen what was missed
  await pullFromClerk(ambiguous.userId);
}
