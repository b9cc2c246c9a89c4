import 'server-only';
import { countPendingPushes, bringPushesForward } from '@/lib/db/queries/due-pushes';
import { log } from '@/lib/log';
import { SPACING_MS } from '@/lib/profile/core/schedule';

/**
 * How far apart waiting pushes are spread once Clerk is back, in ms each: half of what a production instance may do.
 */
const SPREAD_MS = 20;
const SHORTEST_SPREAD_MS = 1_000;
const LONGEST_SPREAD_MS = 30_000;

/**
 * Clerk is back: what waits for the end of a long back-off goes now, spread so that Clerk is not flooded. Throws when
 * Postgres is unreachable.
 */
export async function cutBackOffsShort(): Promise<void> {
  const overMs = Math.max(SHORTEST_SPREAD_MS, (await countPendingPushes(LONGEST_SPREAD_MS / SPREAD_MS)) * SPREAD_MS);
  const hastened = await bringPushesForward(overMs, SPACING_MS);
  if (hastened > 0) log.info({ hastened, overMs }, 'waiting saves are pushed to Clerk');
}
