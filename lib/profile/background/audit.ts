import 'server-only';
import { isClerkUp } from '@/lib/clerk/circuit';
import { WRITE_DEADLINE_MS } from '@/lib/clerk/users';
import { logUnlessUnreachable } from '@/lib/db/outage';
import { leaseNextAudit, inTransaction, pruneWebhookLedger } from '@/lib/db/profile-rows';
import { publish } from '@/lib/events/publish';
import { log } from '@/lib/log';
import { isGone } from '@/lib/profile/words/failure-words';
import { pullFromClerk } from '@/lib/profile/verbs/pull-from-clerk';

/** How many users one slice asks Clerk about: with `EVERY_MS`, a tenth of what Clerk allows a development instance. */
const SLICE = 10;
const EVERY_MS = 10_000;
const PRUNE_EVERY_MS = 60 * 60_000;

/**
 * Compares the rows that have gone longest without it with Clerk, one after the other, at most `budget` of them: what
 * no webhook and no reader brought is found so. Removes people whom Clerk does not know any more, if Clerk knows others
 * of the same slice: keys of another instance would make it deny everyone. Gives how many were asked about and how many
 * removed. Throws when Postgres is unreachable.
 */
export async function auditMirror(budget = SLICE): Promise<{ asked: number; removed: number }> {
  const unknown: string[] = [];
  let asked = 0;
  let known = 0;
  // The first also where Clerk counts as down: where nobody else asks, this is what finds it back.
  while (asked < budget && (asked === 0 || isClerkUp())) {
    const userId = await leaseNextAudit();
    if (!userId) break;
    asked += 1;
    const pulled = await pullFromClerk(userId, WRITE_DEADLINE_MS); // nobody waits for it
    if (pulled.ok) known += 1;
    else if (isGone(pulled.failure)) unknown.push(userId);
    else {
      log[pulled.failure.kind === 'misconfigured' ? 'error' : 'warn'](
        { userId, failure: pulled.failure },
        'the audit could not read Clerk, will go on later',
      );
      break;
    }
  }
  if (known === 0 && unknown.length > 0)
    log.error({ unknown }, 'Clerk knows none of these users: are the keys those of another instance?');
  const gone = known > 0 ? unknown : [];
  for (const userId of gone) {
    await inTransaction(async (tx) => {
      await tx.remove(userId);
      await publish(tx, { kind: 'check', userId });
    });
    log.info({ userId }, 'removed: this account is no longer in Clerk');
  }
  return { asked, removed: gone.length };
}

/**
 * Audits a slice every 10 s and forgets old webhooks every hour, until `stop`, which resolves when no work is left
 * under way.
 */
export function startAudit(): { stop: () => Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let prunedAt = 0;

  const round = async () => {
    try {
      await auditMirror();
      if (Date.now() - prunedAt > PRUNE_EVERY_MS) {
        await pruneWebhookLedger();
        prunedAt = Date.now();
      }
    } catch (error) {
      await logUnlessUnreachable(error, {}, 'the audit could not work, will look again');
    }
  };
  const schedule = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = round().then(schedule);
    }, EVERY_MS);
    timer.unref();
  };
  schedule();

  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
