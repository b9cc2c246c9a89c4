import 'server-only';
import { notPastNow } from './clock';
import { isPostgresAway } from './errors';

// Next bundles this module more than once in one process; what it knows must be one.
const shared = globalThis as typeof globalThis & { perdureLastAway?: number };

/** When Postgres was last found to be away by this process, in ms since 1970 by the clock of Postgres; 0: never. */
export const lastAway = (): number => shared.perdureLastAway ?? 0;

/** Does `work`, or, where Postgres turns out to be away, what is done then. */
export async function unlessAway<T>(work: () => Promise<T>, meanwhile: (error: unknown) => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isPostgresAway(error)) throw error;
    shared.perdureLastAway = notPastNow();
    return meanwhile(error);
  }
}
