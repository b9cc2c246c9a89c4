import 'server-only';
import { singleton } from '@/lib/singleton';

/** How far the clock of Postgres is ahead of this process's, at least and at most, in ms. */
interface Offset {
  least: number;
  most: number;
}

/** What this process has read of the clock of Postgres. */
interface Reading extends Offset {
  /** when the offset was last read, ms since 1970 by this process's clock */
  readAt: number;
  /** the first and the latest time that Postgres answered, ms since 1970 by its own clock */
  first: number;
  latest: number;
}

const clock = singleton('clock', (): { reading?: Reading } => ({}));

/**
 * How far two clocks may drift apart: 200 ppm, as Spanner assumes (Corbett et al., "Spanner", OSDI 2012, section 3).
 */
const DRIFT = 200e-6;
/** The longest commit wait, in ms. */
const LONGEST_WAIT_MS = 1_000;

/** The offset at `now`, or null if Postgres has not been read yet: a reading grows less certain with time. */
function offsetAt(now: number): Offset | null {
  const { reading } = clock();
  if (!reading) return null;
  const drift = Math.abs(now - reading.readAt) * DRIFT;
  return { least: reading.least - drift, most: reading.most + drift };
}

/**
 * Learns the offset from one reading of the clock of Postgres (ms since 1970), requested at `askedAt` by this process's
 * clock. The reading was made between the request and now, so the quickest answers are the most exact. It narrows the
 * known offset, or replaces it if the two contradict: then a clock was set.
 */
export function observeClock(postgresNow: number, askedAt: number): void {
  const now = Date.now();
  const fresh = { least: postgresNow - now - 1, most: postgresNow - askedAt + 1 }; // Date.now() counts whole ms
  const known = offsetAt(now);
  const both = known && { least: Math.max(known.least, fresh.least), most: Math.min(known.most, fresh.most) };
  const { reading } = clock();
  clock().reading = {
    ...(both && both.least <= both.most ? both : fresh),
    readAt: now,
    first: reading?.first ?? Math.floor(postgresNow),
    latest: Math.max(reading?.latest ?? 0, postgresNow),
  };
}

/** Upper bound of the clock of Postgres now (TrueTime `latest`), ms since 1970. Works during an outage. */
export function latestNow(): number {
  const now = Date.now();
  return Math.ceil(Math.max(now + (offsetAt(now)?.most ?? 0), (clock().reading?.latest ?? 0) + 1));
}

/** When this process first read the clock of Postgres, ms since 1970 by that clock; Infinity until it has. */
export const firstReadingAt = (): number => clock().reading?.first ?? Infinity;

/** Lower bound of the clock of Postgres now (TrueTime `earliest`), ms since 1970; 0 until that clock has been read. */
export function earliestNow(): number {
  const now = Date.now();
  const offset = offsetAt(now);
  return offset ? Math.floor(now + offset.least) - 1 : 0;
}

/**
 * Waits until `time` (ms since 1970 by the clock of Postgres) is certainly past: Spanner's commit wait. Whatever
 * Postgres commits afterwards has a later time. Waits 1 s at most, and not at all if that clock was never read.
 */
export async function commitWait(time: number): Promise<void> {
  const until = Date.now() + LONGEST_WAIT_MS;
  for (let now = earliestNow(); now !== 0 && now < time && Date.now() < until; now = earliestNow())
    await new Promise((resolve) => setTimeout(resolve, Math.min(time - now, LONGEST_WAIT_MS)));
}
