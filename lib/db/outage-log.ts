import 'server-only';
import { log } from '@/lib/log';

/** How often an outage that goes on is told of, in ms. */
const TELL_EVERY_MS = 60_000;
/** How long Postgres has to answer until an outage is over, in ms: one that comes and goes is one. */
const OVER_AFTER_MS = 2_000;

interface Outage {
  /** in ms since 1970, as all times here */
  began: number;
  latest: number;
  told: number;
  /** how many profiles were read from Clerk meanwhile, and how many saves were sent there */
  reads: number;
  saves: number;
}

// Next bundles this module more than once in one process; it must tell of an outage once.
const shared = globalThis as typeof globalThis & { perdureOutageLog?: Outage };

/**
 * Logs that Postgres is unreachable: the first time in an outage with the error, later once a minute with what went past
 * Postgres.
 */
export function logUnreachable(error: unknown): void {
  const now = Date.now();
  const outage = shared.perdureOutageLog;
  if (!outage) {
    shared.perdureOutageLog = { began: now, latest: now, told: now, reads: 0, saves: 0 };
    log.error(
      { err: error },
      'Postgres is unreachable: saves go to Clerk, and profiles are read there, until it answers again',
    );
    return;
  }
  outage.latest = now;
  if (now - outage.told < TELL_EVERY_MS) return;
  outage.told = now;
  log.error({ forMs: now - outage.began, reads: outage.reads, saves: outage.saves }, 'Postgres is still unreachable');
}

/** Counts what an outage makes go past Postgres. */
export function countDuringOutage(what: 'reads' | 'saves'): void {
  if (shared.perdureOutageLog) shared.perdureOutageLog[what] += 1;
}

/** Logs that an outage is over, if there was one, with its length and what went past Postgres. */
export function logReachable(): void {
  const outage = shared.perdureOutageLog;
  const now = Date.now();
  if (!outage || now - outage.latest < OVER_AFTER_MS) return;
  delete shared.perdureOutageLog;
  log.warn({ forMs: now - outage.began, reads: outage.reads, saves: outage.saves }, 'Postgres answers again');
}
