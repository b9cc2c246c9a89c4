import 'server-only';
import { countDue, bringForward } from '@/lib/db/queries/due-profiles';
import { log } from '@/lib/log';

/** How far apart they are spread once Clerk is back, in ms: half the rate that it allows a production instance. */
const SPREAD_MS = 20;
const SHORTEST_SPREAD_MS = 1_000;
const LONGEST_SPREAD_MS = 30_000;

/**
 * Makes what backs off due soon, after Clerk has come back. They are spread, so as not to flood it.
 * @throws if Postgres is unreachable or busy
 */
export async function cutBackOffsShort(): Promise<void> {
  const overMs = Math.max(SHORTEST_SPREAD_MS, (await countDue(LONGEST_SPREAD_MS / SPREAD_MS)) * SPREAD_MS);
  const hastened = await bringForward(overMs);
  if (hastened > 0) log.info({ hastened, overMs }, 'waiting saves are pushed to Clerk');
}
