import 'server-only';
import { reasonOf, withPostgresFallback } from '@/lib/db/outage';
import { pruneWebhookLedger } from '@/lib/db/queries/webhook-ledger';
import { log } from '@/lib/log';
import { failForNow, ok, type Result } from '@/lib/result';
import { auditMirror } from './audit';
import { beginDue } from './reconcile-due';

/**
 * Does the background work once, for hosts whose processes do not outlive a request. Pushes what is due for up to
 * `forMs`, then audits a slice. Fails for now while Postgres is unreachable or busy.
 * @throws what is a fault of ours
 */
export const runCronTurn = (forMs: number): Promise<Result<CronWork>> =>
  withPostgresFallback<Result<CronWork>>(async () => ok(await work(forMs)), {
    unreachable: async () => failForNow('Postgres does not answer.'),
    busy: async (error) => {
      log.warn({ why: reasonOf(error) }, 'the cron’s push has to wait: Postgres is busy');
      return failForNow('Postgres is busy.');
    },
  });

/** What one cron turn has done. */
interface CronWork {
  /** how many people it reconciled */
  reconciled: number;
  /** how many people it compared with Clerk */
  compared: number;
}

async function work(forMs: number): Promise<CronWork> {
  const until = Date.now() + forMs;
  let reconciled = 0;
  let tried: number;
  do {
    const { begun } = await beginDue();
    await Promise.all(begun);
    tried = begun.length;
    reconciled += tried;
  } while (tried > 0 && Date.now() < until);
  const { compared } = await auditMirror();
  await pruneWebhookLedger();
  return { reconciled, compared };
}
