import 'server-only';
import { unlessAway } from '@/lib/db/away';
import { pruneWebhookLedger } from '@/lib/db/profile-rows';
import { log } from '@/lib/log';
import { failForNow, ok, type Result } from '@/lib/result';
import { auditMirror } from './audit';
import { pushDue } from './push-loop';

/**
 * The background work of one turn, for hosts whose processes do not live on between requests: pushes all that is due, as long as
 * `forMs` allow, then audits a slice. Gives how many pushes were taken up and how many users Clerk was asked about. Fails for now while Postgres is
 * away; throws what is a fault of ours.
 */
export const pushFor = (forMs: number): Promise<Result<Turn>> =>
  unlessAway<Result<Turn>>(
    async () => ok(await turn(forMs)),
    async (error) => {
      log.error({ err: error }, 'Postgres is away: the cron’s push has to wait');
      return failForNow('Postgres does not answer.');
    },
  );

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
