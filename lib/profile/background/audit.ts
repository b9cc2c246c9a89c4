import 'server-only';
import { isClerkUp } from '@/lib/clerk/circuit';
import { logUnlessUnreachable } from '@/lib/db/outage';
import { leaseNextAudit } from '@/lib/db/queries/due-audits';
import { removeProfile } from '@/lib/db/queries/write-profile';
import { pruneWebhookLedger } from '@/lib/db/queries/webhook-ledger';
import { publishWith } from '@/lib/events/publish';
import { log } from '@/lib/log';
import { startLoop } from '@/lib/loop';
import { isGone } from '@/lib/profile/words/failure-words';
import { reconcile } from '@/lib/profile/verbs/reconcile';
import { earliestNow } from '@/lib/db/clock';

/** How many users one slice reads: every 10 s, a tenth of what Clerk allows a development instance. */
const SLICE = 10;
const AUDIT_EVERY_MS = 10_000;
const PRUNE_EVERY_MS = 60 * 60_000;

/**
 * Pulls up to `budget` users whose audit is due, the longest overdue first, and removes those whom Clerk has deleted.
 * This finds what no webhook and no reader brought. Nobody is removed unless Clerk knows another user of the slice:
 * with the keys of another instance it knows none. Returns how many users were read and how many removed.
 * @throws if Postgres is unreachable or busy
 */
export async function auditMirror(budget = SLICE): Promise<{ asked: number; removed: number }> {
  const unknown: string[] = [];
  let asked = 0;
  let known = 0;
  // The first one even while Clerk counts as down: if nobody else calls it, this finds out that it is back.
  while (asked < budget && (asked === 0 || isClerkUp())) {
    const userId = await leaseNextAudit();
    if (!userId) break;
    asked += 1;
    const { failure } = await reconcile(userId, { readAfter: earliestNow() });
    if (!failure) known += 1;
    else if (isGone(failure)) unknown.push(userId);
    else {
      log[failure.kind === 'misconfigured' ? 'error' : 'warn'](
        { userId, failure },
        'the audit could not read Clerk, will go on later',
      );
      break;
    }
  }
  if (known === 0 && unknown.length > 0)
    log.error({ unknown }, 'Clerk knows none of these users: are the keys those of another instance?');
  const gone = known > 0 ? unknown : [];
  for (const userId of gone) {
    await publishWith({ kind: 'check', userId }, (notification) => removeProfile(userId, notification));
    log.info({ userId }, 'removed: this account is no longer in Clerk');
  }
  return { asked, removed: gone.length };
}

/**
 * Audits a slice every 10 s and prunes the webhook ledger every hour, until `stop`. That resolves when the present
 * round has ended.
 */
export function startAudit(): { stop: () => Promise<void> } {
  let prunedAt = 0;
  const round = async () => {
    try {
      await auditMirror();
      if (Date.now() - prunedAt <= PRUNE_EVERY_MS) return;
      await pruneWebhookLedger();
      prunedAt = Date.now();
    } catch (error) {
      await logUnlessUnreachable(error, {}, 'the audit could not work, will try again');
    }
  };
  return startLoop(round, AUDIT_EVERY_MS);
}
