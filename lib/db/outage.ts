import 'server-only';
import { log } from '@/lib/log';
import { firstReadingAt, latestNow } from './clock';
import { isPostgresUnreachable, isPostgresBusy } from './errors';
import { logReachable, logUnreachable } from './outage-log';
import { ping } from './ping';

// Next bundles this module more than once in one process; what it knows must be one.
const shared = globalThis as typeof globalThis & {
  perdureLastAway?: number;
  perdureOutage?: { times: number; isOver: boolean };
};
const outage = () => (shared.perdureOutage ??= { times: 0, isOver: true });

/**
 * True where Postgres was unreachable, or this process was not there to know, after `time` (ms since 1970 by the clock of
 * Postgres): what Postgres has from then may have been overtaken by what went past it.
 */
export const wasUnreachableSince = (time: number): boolean =>
  time <= (shared.perdureLastAway ?? 0) || time < firstReadingAt();

/** Remembers that Postgres is unreachable, or was a moment ago. */
export function recordOutage(): void {
  shared.perdureLastAway = latestNow();
  shared.perdureOutage = { times: outage().times + 1, isOver: false };
}

/** Does work that Postgres answers: when it has, an outage that was noticed before is known to be over. */
export async function trackOutage<T>(work: () => Promise<T>): Promise<T> {
  const { times } = outage();
  const answer = await work();
  if (outage().times === times) outage().isOver = true;
  logReachable();
  return answer;
}

/**
 * True from an outage on until Postgres has answered again: saves may still go past it. What is seen in Clerk meanwhile
 * says nothing about what goes past Postgres before this is written there.
 */
export const isOutageOngoing = (): boolean => !outage().isOver;

/**
 * After how long work that is not done yet makes sure that Postgres answers, in ms: sooner than anything of Postgres's
 * is given up.
 */
const DOUBT_AFTER_MS = 1_000;

/**
 * What an error says of Postgres, once it has been pinged where it may only be busy: null where the error is a fault of
 * ours. An outage is remembered and logged.
 */
export async function diagnosePostgres(error: unknown): Promise<'unreachable' | 'busy' | null> {
  const isBusy = isPostgresBusy(error);
  const outage = isPostgresUnreachable(error) ? error : isBusy ? await silence() : null;
  if (outage === null) return isBusy ? 'busy' : null;
  recordOutage();
  logUnreachable(outage);
  return 'unreachable';
}

/** Why Postgres does not answer a ping; null where it does. */
const silence = (): Promise<unknown> =>
  ping().then(
    () => null,
    (error: unknown) => error,
  );

/** What is done instead of work that Postgres did not do: where it is unreachable, and where it is there and busy. */
export interface PostgresFallback<T> {
  unreachable: (error: unknown) => Promise<T>;
  busy: (error: unknown) => Promise<T>;
}

/** Does `work`, or what is done instead where Postgres is unreachable or busy. Throws what is a fault of ours. */
export async function withPostgresFallback<T>(work: () => Promise<T>, instead: PostgresFallback<T>): Promise<T> {
  // so that the answer is known by the time that the work fails
  const doubt = setTimeout(() => void silence(), DOUBT_AFTER_MS);
  try {
    return await work();
  } catch (error) {
    const state = await diagnosePostgres(error);
    if (state === null) throw error;
    return await instead[state](error);
  } finally {
    clearTimeout(doubt);
  }
}

/**
 * Logs why background work failed, unless Postgres is unreachable, which is logged once for all; that it is busy is told
 * without a stack.
 */
export async function logUnlessUnreachable(error: unknown, details: object, message: string): Promise<void> {
  const state = await diagnosePostgres(error);
  if (state === 'busy') log.warn({ ...details, why: reasonOf(error) }, `${message}: Postgres is busy`);
  if (state === null) log.error({ ...details, err: error }, message);
}

/** The last line of an error's message: Prisma's begin with where it was thrown. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? '';
