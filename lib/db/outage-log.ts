import 'server-only';
import { log } from '@/lib/log';
import { singleton } from '@/lib/singleton';

/** How often an ongoing outage is logged, in ms. */
const LOG_EVERY_MS = 60_000;
/** How long Postgres has to answer until an outage is over, in ms: one that flaps is one. */
const OVER_AFTER_MS = 2_000;

/** All times in ms since 1970. */
interface LoggedOutage {
  beganAt: number;
  lastFailureAt: number;
  loggedAt: number;
  /** how many profiles were read from Clerk, and how many saves were sent there, instead of to Postgres */
  reads: number;
  saves: number;
}

/**
 * Not the state of `outage.ts`: that one remembers any lost connection, since a stale row must never be trusted; this
 * one is for people, who want one line for an outage that comes and goes.
 */
const logged = singleton('outage-log', (): { outage?: LoggedOutage } => ({}));

const counts = ({ beganAt, reads, saves }: LoggedOutage, now: number) => ({ forMs: now - beganAt, reads, saves });

/** Logs that Postgres is unreachable: first with the error, then once a minute with what went to Clerk instead. */
export function logUnreachable(error: unknown): void {
  const now = Date.now();
  const { outage } = logged();
  if (!outage) {
    logged().outage = { beganAt: now, lastFailureAt: now, loggedAt: now, reads: 0, saves: 0 };
    log.error(
      { err: error },
      'Postgres is unreachable: saves go to Clerk, and profiles are read there, until it answers again',
    );
    return;
  }
  outage.lastFailureAt = now;
  if (now - outage.loggedAt < LOG_EVERY_MS) return;
  outage.loggedAt = now;
  log.error(counts(outage, now), 'Postgres is still unreachable');
}

/** Counts a read of Clerk, or a direct save, that an outage has caused. Does nothing outside of one. */
export function countDuringOutage(what: 'reads' | 'saves'): void {
  const { outage } = logged();
  if (outage) outage[what] += 1;
}

/** Logs that an outage is over, if there was one: its length, and what went to Clerk instead. */
export function logReachable(): void {
  const { outage } = logged();
  const now = Date.now();
  if (!outage || now - outage.lastFailureAt < OVER_AFTER_MS) return;
  delete logged().outage;
  log.warn(counts(outage, now), 'Postgres answers again');
}
