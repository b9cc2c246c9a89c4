import 'server-only';
import { firstReading, notPastNow } from './clock';
import { isPostgresAway } from './errors';

// Next bundles this module more than once in one process; what it knows must be one.
const shared = globalThis as typeof globalThis & { perdureLastAway?: number };

/**
 * True where Postgres was away, or this process was not there to know, after `time` (ms since 1970 by the clock of Postgres): what Postgres has
 * from then may have been overtaken by what went past it.
 */
export const wasAwaySince = (time: number): boolean => time <= (shared.perdureLastAway ?? 0) || time < firstReading();

/** Remembers that Postgres is away, or was a moment ago. */
export const noteAway = (): void => void (shared.perdureLastAway = notPastNow());

/** Does `work`, or, where Postgres turns out to be away, what is done then. */
export async function unlessAway<T>(work: () => Promise<T>, meanwhile: (error: unknown) => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPostgresAway(error)) throw error;
    noteAway();
    return meanwhile(error);
  }
}
