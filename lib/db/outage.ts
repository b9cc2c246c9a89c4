import 'server-only';
import { log } from '@/lib/log';
import { singleton } from '@/lib/singleton';
import { firstReadingAt, latestNow } from './clock';
import { isPostgresBusy, isPostgresUnreachable } from './errors';
import { logReachable, logUnreachable } from './outage-log';
import { ping } from './ping';

/** When Postgres was last found unreachable, in ms since 1970 by its own clock. */
const outage = singleton('outage', () => ({ lastFailureAt: 0 }));

/**
 * Returns true if an outage, or this process's start, lies after `time` (ms since 1970 by the clock of Postgres): a row
 * last checked then may lack a direct save.
 */
export const wasUnreachableSince = (time: number): boolean => time <= outage().lastFailureAt || time < firstReadingAt();

/** Remembers that Postgres is unreachable, or was a moment ago. */
export function recordOutage(): void {
  outage().lastFailureAt = latestNow();
}

/** Does work in Postgres. Its success ends the outage that is being logged. */
export async function trackOutage<T>(work: () => Promise<T>): Promise<T> {
  const answer = await work();
  logReachable();
  return answer;
}

/** When work that is not done yet has Postgres pinged, in ms: sooner than any of its timeouts. */
const PING_AFTER_MS = 1_000;

/**
 * Returns what an error says of Postgres, or null for a fault of ours. Pings Postgres if it may only be busy. Records
 * and logs an outage.
 */
export async function diagnosePostgres(error: unknown): Promise<'unreachable' | 'busy' | null> {
  const isBusy = isPostgresBusy(error);
  const reason = isPostgresUnreachable(error) ? error : isBusy ? await pingFailure() : null;
  if (reason === null) return isBusy ? 'busy' : null;
  recordOutage();
  logUnreachable(reason);
  return 'unreachable';
}

/** Why Postgres does not answer a ping; null if it does. */
const pingFailure = (): Promise<unknown> =>
  ping().then(
    () => null,
    (error: unknown) => error,
  );

/** What is done instead of work that Postgres did not do. */
export interface PostgresFallback<T> {
  unreachable: (error: unknown) => Promise<T>;
  busy: (error: unknown) => Promise<T>;
}

/**
 * Does `work`, or its fallback if Postgres is unreachable or busy.
 * @throws what is a fault of ours, and what the fallback throws
 */
export async function withPostgresFallback<T>(work: () => Promise<T>, fallback: PostgresFallback<T>): Promise<T> {
  // so that the ping is answered by the time that the work fails
  const slow = setTimeout(() => void pingFailure(), PING_AFTER_MS);
  try {
    return await work();
  } catch (error) {
    const state = await diagnosePostgres(error);
    if (state === null) throw error;
    return await fallback[state](error);
  } finally {
    clearTimeout(slow);
  }
}

/**
 * Logs why background work failed: nothing more if Postgres is unreachable, which is logged once for all, and no stack
 * if it is busy.
 */
export async function logUnlessUnreachable(error: unknown, details: object, message: string): Promise<void> {
  const state = await diagnosePostgres(error);
  if (state === 'busy') log.warn({ ...details, why: reasonOf(error) }, `${message}: Postgres is busy`);
  if (state === null) log.error({ ...details, err: error }, message);
}

/** The last line of an error's message: Prisma's begin with where it was thrown. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? '';
