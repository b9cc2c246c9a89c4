import 'server-only';
import { isPostgresAway } from './errors';

// Next bundles this module more than once in one process; what it knows must be one.
const shared = globalThis as typeof globalThis & { perdurePostgres?: { aheadMs: number; measuredAt: number; lastAway: number } };
const known = () => (shared.perdurePostgres ??= { aheadMs: 0, measuredAt: -Infinity, lastAway: 0 });

/** How long one reading of the clock counts, in ms: clocks drift apart, and are put right. */
const READING_LASTS_MS = 60_000;

/**
 * Learns how far the clock of Postgres is ahead of this process's. An answer takes its time, so that the clock seems late by it: the
 * quickest answer of a minute tells it best.
 */
export function observeClock(postgresNow: number): void {
  const now = Date.now();
  const state = known();
  const aheadMs = postgresNow - now;
  if (aheadMs >= state.aheadMs || now - state.measuredAt > READING_LASTS_MS) Object.assign(state, { aheadMs, measuredAt: now });
}

/** The time by the clock of Postgres, in ms since 1970, as far as this process knows it: right also while Postgres is away. */
export const estimatedNow = (): number => Math.ceil(Date.now() + known().aheadMs);

/** A time by the clock of Postgres that is certainly past, in ms since 1970; 0 while this process has not read that clock yet. */
export const pastNow = (): number => (known().measuredAt === -Infinity ? 0 : Math.floor(Date.now() + known().aheadMs) - 1);

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
