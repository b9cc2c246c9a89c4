import 'server-only';

/**
 * How many rows one statement changes at most. 10,000 took 0.6 s, and a statement may take 2.5 s, even if Postgres is
 * busy.
 */
export const BATCH_ROWS = 5_000;

/** Repeats a statement that changes up to `BATCH_ROWS` rows until none are left, and returns how many it changed. */
export async function inBatches(change: () => Promise<number>): Promise<number> {
  let changed = 0;
  for (let more = BATCH_ROWS; more === BATCH_ROWS; changed += more) more = await change();
  return changed;
}
