import 'server-only';

/**
 * What is known of the clock of Postgres: how far it is ahead of this process's, at least and at most, in ms, and when
 * that was last read.
 */
interface Reading {
  least: number;
  most: number;
  readAt: number;
  /** the latest time that Postgres told, and the first */
  latest: number;
  first: number;
}

// Next bundles this module more than once in one process; what it knows must be one.
const shared = globalThis as typeof globalThis & { perdureClock?: Reading };

/**
 * How far two clocks may drift apart: 200 ppm, as Spanner assumes (Corbett et al., "Spanner", OSDI 2012, section 3).
 */
const DRIFT = 200e-6;
/** The longest that anybody waits for a time to be past, in ms. */
const LONGEST_WAIT_MS = 1_000;

/** What is known now: a reading grows less certain with time. */
function bounds(now: number): { least: number; most: number } | null {
  const known = shared.perdureClock;
  if (!known) return null;
  const drift = Math.abs(now - known.readAt) * DRIFT;
  return { least: known.least - drift, most: known.most + drift };
}

/**
 * Learns from one reading of the clock of Postgres (ms since 1970), asked for at `askedAt` by this process's clock. It
 * was read between the asking and now, so that quick answers tell the most; what was known before narrows it, unless a
 * clock was set meanwhile.
 */
export function observeClock(postgresNow: number, askedAt: number): void {
  const now = Date.now();
  const fresh = { least: postgresNow - now - 1, most: postgresNow - askedAt + 1 }; // Date.now() counts whole ms
  const known = bounds(now);
  const both = known && { least: Math.max(known.least, fresh.least), most: Math.min(known.most, fresh.most) };
  const latest = Math.max(shared.perdureClock?.latest ?? 0, postgresNow);
  shared.perdureClock = {
    ...(both && both.least <= both.most ? both : fresh),
    readAt: now,
    latest,
    first: shared.perdureClock?.first ?? Math.floor(postgresNow),
  };
}

/**
 * A time by the clock of Postgres, ms since 1970, that is certainly not past, and hardly in the future: right also
 * while Postgres is unreachable.
 */
export function latestNow(): number {
  const now = Date.now();
  return Math.ceil(Math.max(now + (bounds(now)?.most ?? 0), (shared.perdureClock?.latest ?? 0) + 1));
}

/** When this process first read the clock of Postgres, in ms since 1970 by that clock; Infinity while it has not. */
export const firstReadingAt = (): number => shared.perdureClock?.first ?? Infinity;

/**
 * A time by the clock of Postgres, ms since 1970, that is certainly past; 0 while this process has not read that clock
 * yet.
 */
export function earliestNow(): number {
  const now = Date.now();
  const known = bounds(now);
  return known ? Math.floor(now + known.least) - 1 : 0;
}

/**
 * Resolves once a time by the clock of Postgres is certainly past: whoever hears of it afterwards and asks Postgres is
 * told a later one (Spanner's commit wait). Gives up after a second, where the clock was not read for long, and at once
 * where it never was.
 */
export async function commitWait(time: number): Promise<void> {
  const until = Date.now() + LONGEST_WAIT_MS;
  for (let now = earliestNow(); now !== 0 && now < time && Date.now() < until; now = earliestNow())
    await new Promise((resolve) => setTimeout(resolve, Math.min(time - now, LONGEST_WAIT_MS)));
}
