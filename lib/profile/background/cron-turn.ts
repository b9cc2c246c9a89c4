import 'server-only';
import { reasonOf, withPostgresFallback } from '@/lib/db/outage';
import { pruneWebhookLedger } from '@/lib/db/queries/webhook-ledger';
import { log } from '@/lib/log';
import { failForNow, ok, type Result } from '@/lib/result';
import { auditMirror } from './audit';
import { pushDue } from './push-due';

/**
 * The background work of one turn, for hosts whose processes do not live on between requests: pushes all that is due,
 * as long as `forMs` allow, then audits a slice. Gives how many pushes were taken up and how many users Clerk was asked
 * about. Fails for now while Postgres is unreachable or busy; throws what is a fault of ours.
 */
export const runCronTurn = (forMs: number): Promise<Result<Turn>> =>
  withPostgresFallback<Result<Turn>>(async () => ok(await turn(forMs)), {
    unreachable: async () => failForNow('Postgres does not answer.'),
    busy: async (error) => {
      log.warn({ why: reasonOf(error) }, 'the cron’s push has to wait: Postgres is busy');
      return failForNow('Postgres is busy.');
    },
  });

interface Turn {
  pushed: number;
  asked: number;
}

async function turn(forMs: number): Promise<Turn> {
  const until = Date.now() + forMs;
  let pushed = 0;
  let taken: number;
  do {
    taken = await pushDue();
    pushed += taken;
  } while (taken > 0 && Date.now() < until);
  const { asked } = await auditMirror();
  await pruneWebhookLedger();
  return { pushed, asked };
}
