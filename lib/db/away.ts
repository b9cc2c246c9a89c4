import 'server-only';
import { firstReading, notPastNow } from './clock';
import { isPostgresAway } from './errors';

// Next bundles this module more than once in one process; what it knows must be one.
const shared = globalThis as typeof globalThis & { perdureLastAway?: number; perdureOutage?: { times: number; isOver: boolean } };
const outage = () => (shared.perdureOutage ??= { times: 0, isOver: true });

/**
 * True where Postgres was away, or this process was not there to know, after `time` (ms since 1970 by the clock of Postgres): what Postgres has
 * from then may have been overtaken by what went past it.
 */
export const wasAwaySince = (time: number): boolean => time <= (shared.perdureLastAway ?? 0) || time < firstReading();

/** Remembers that Postgres is away, or was a moment ago. */
export function noteAway(): void {
  shared.perdureLastAway = notPastNow();
  shared.perdureOutage = { times: outage().times + 1, isOver: false };
}

/** Does work that Postgres answers: when it has, an outage that was noticed before is known to be over. */
export async function throughPostgres<T>(work: () => Promise<T>): Promise<T> {
  const { times } = outage();
  const answer = await work();
  if (outage().times === times) outage().isOver = true;
  return answer;
}

/**
 * True from an outage on until Postgres has answered again: saves may still go past it. What is seen in Clerk meanwhile says nothing about what goes
 * past Postgres before this is written there.
 */
export const mayBeAway = (): boolean => !outage().isOver;

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
