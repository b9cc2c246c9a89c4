import 'server-only';
import { log } from '@/lib/log';
import { firstReading, notPastNow } from './clock';
import { isPostgresAway, isPostgresBusy } from './errors';
import { tellAnswered, tellAway } from './outage-log';
import { ping } from './ping';

// Next bundles this module more than once in one process; what it knows must be one.
const shared = globalThis as typeof globalThis & {
  perdureLastAway?: number;
  perdureOutage?: { times: number; isOver: boolean };
};
const outage = () => (shared.perdureOutage ??= { times: 0, isOver: true });

/**
 * True where Postgres was away, or this process was not there to know, after `time` (ms since 1970 by the clock of
 * Postgres): what Postgres has from then may have been overtaken by what went past it.
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
  tellAnswered();
  return answer;
}

/**
 * True from an outage on until Postgres has answered again: saves may still go past it. What is seen in Clerk meanwhile
 * says nothing about what goes past Postgres before this is written there.
 */
export const mayBeAway = (): boolean => !outage().isOver;

/**
 * After how long work that is not done yet makes sure that Postgres answers, in ms: sooner than anything of Postgres's
 * is given up.
 */
const DOUBT_AFTER_MS = 1_000;

/**
 * What an error says of Postgres, once it has been pinged where it may only be busy: null where the error is a fault of
 * ours. An outage is remembered and logged.
 */
export async function stateOfPostgres(error: unknown): Promise<'away' | 'busy' | null> {
  const isBusy = isPostgresBusy(error);
  const outage = isPostgresAway(error) ? error : isBusy ? await silence() : null;
  if (outage === null) return isBusy ? 'busy' : null;
  noteAway();
  tellAway(outage);
  return 'away';
}

/** Why Postgres does not answer a ping; null where it does. */
const silence = (): Promise<unknown> =>
  ping().then(
    () => null,
    (error: unknown) => error,
  );

/** What is done instead of work that Postgres did not do: where it is away, and where it is there and busy. */
export interface Instead<T> {
  away: (error: unknown) => Promise<T>;
  busy: (error: unknown) => Promise<T>;
}

/** Does `work`, or what is done instead where Postgres is away or busy. Throws what is a fault of ours. */
export async function unlessAway<T>(work: () => Promise<T>, instead: Instead<T>): Promise<T> {
  // so that the answer is known by the time that the work fails
  const doubt = setTimeout(() => void silence(), DOUBT_AFTER_MS);
  try {
    return await work();
  } catch (error) {
    const state = await stateOfPostgres(error);
    if (state === null) throw error;
    return await instead[state](error);
  } finally {
    clearTimeout(doubt);
  }
}

/**
 * Logs why background work failed, unless Postgres is away, which is logged once for all; that it is busy is told
 * without a stack.
 */
export async function logUnlessAway(error: unknown, details: object, message: string): Promise<void> {
  const state = await stateOfPostgres(error);
  if (state === 'busy') log.warn({ ...details, why: reasonOf(error) }, `${message}: Postgres is busy`);
  if (state === null) log.error({ ...details, err: error }, message);
}

/** The last line of an error's message: Prisma's begin with where it was thrown. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? '';
