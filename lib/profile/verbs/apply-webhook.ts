import 'server-only';
import { isClerkUp } from '@/lib/clerk/circuit';
import type { ClerkEvent } from '@/lib/clerk/webhooks';
import { logUnlessUnreachable, reasonOf, withPostgresFallback } from '@/lib/db/outage';
import { latestNow } from '@/lib/db/clock';
import { markReadDue } from '@/lib/db/queries/profile-rows';
import { recordWebhook, reportWebhook } from '@/lib/db/queries/webhook-ledger';
import { removeProfileForGood } from '@/lib/db/queries/write-profile';
import { publishWith } from '@/lib/events/publish';
import { log } from '@/lib/log';
import { MOST_AHEAD_MS } from '@/lib/profile/core/merge';
import { within } from '@/lib/within';
import { freeSlotsToRead } from '@/lib/profile/reconcile/lease-slots';
import { reconcile } from '@/lib/profile/reconcile/reconcile';

/** How long the answer to a webhook waits for the read that it asks for, in ms: hosts may end the process after it. */
const READ_WITHIN_MS = 1_500;

/**
 * Applies a verified webhook, once per id, and returns true when its effect is committed. Of a changed user it only
 * makes a read of Clerk due, and begins it. Returns false if Postgres is unreachable or busy: the sender retries. A
 * user without a row is left to their first visit.
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
  switch (event.kind) {
    case 'changed': {
      if (await isReadDueAfter(event)) await readSoon(event.userId);
      return;
    }
    case 'deleted': {
      const { userId } = event;
      await publishWith({ kind: 'check', userId }, (notification) =>
        removeProfileForGood(userId, event.id, notification),
      );
      return;
    }
    case 'session over': {
      const { userId, sessionId } = event;
      await publishWith({ kind: 'ended', userId, sessionId }, (notification) => recordWebhook(event.id, notification));
      return;
    }
    case 'other':
      await recordWebhook(event.id, null);
  }
}

/** Makes a read due, and returns true, unless the change is known. A time that cannot be says nothing of that. */
async function isReadDueAfter({ id, userId, updatedAt }: Extract<ClerkEvent, { kind: 'changed' }>): Promise<boolean> {
  if (updatedAt <= latestNow() + MOST_AHEAD_MS) return reportWebhook(id, userId, updatedAt);
  await recordWebhook(id, null);
  await markReadDue([userId]);
  return true;
}

/** Reads Clerk now if this process can: what is due is read by one process or another in any case. */
async function readSoon(userId: string): Promise<void> {
  if (!isClerkUp() || freeSlotsToRead() === 0) return;
  const onError = (error: unknown) =>
    logUnlessUnreachable(error, { userId }, 'a read that a webhook asked for failed, and stays due');
  await within(READ_WITHIN_MS, reconcile(userId).catch(onError), () => undefined);
}
