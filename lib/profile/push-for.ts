import 'server-only';
import { pruneWebhookLedger } from '@/lib/db/profile-rows';
import { auditMirror } from './audit';
import { pushDue } from './push-loop';

/**
 * The background work of one turn, for hosts whose processes do not live on between requests: pushes all that is due, as long as
 * `forMs` allow, then audits a slice. Gives how many pushes were taken up and how many users Clerk was asked about. Throws when Postgres is away.
 */
export async function pushFor(forMs: number): Promise<{ pushed: number; asked: number }> {
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
