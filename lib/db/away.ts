import 'server-only';
import { isPostgresAway } from './errors';

// Next bundles this module more than once in one process; what it knows must be one.
const shared = globalThis as typeof globalThis & { perdurePostgres?: { clockAheadMs: number; lastAway: number } };
const known = () => (shared.perdurePostgres ??= { clockAheadMs: 0, lastAway: 0 });

/** Learns how far the clock of Postgres is ahead of this process's. */
export const observeClock = (postgresNow: number): void => void (known().clockAheadMs = postgresNow - Date.now());

/** The time by the clock of Postgres, in ms since 1970, as far as this process knows it: right also while Postgres is away. */
export const estimatedNow = (): number => Date.now() + known().clockAheadMs;

/** When Postgres was last found to be away by this process, in ms since 1970 by the clock of Postgres; 0: never. */
export const lastAway = (): number => known().lastAway;

/** Does `work`, or, where Postgres turns out to be away, what is done then. */
export async function unlessAway<T>(work: () => Promise<T>, meanwhile: (error: unknown) => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPostgresAway(error)) throw error;
    known().lastAway = estimatedNow();
    return meanwhile(error);
  }
}
