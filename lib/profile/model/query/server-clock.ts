/** How far two readings may lie apart before the later one replaces the other, in ms: the server's clock was set. */
const CLOCK_WAS_SET_MS = 60_000;

/** What is known of the server's clock: how far it is ahead of `performance.now()`, and when it was read, in ms. */
export interface ServerClock {
  ahead: number;
  readAt: number;
}

/**
 * Returns what is known after an answer that was made at `at` (ms since 1970 by the server's clock) arrived at
 * `arrivedAt` (ms by `performance.now()`). An answer arrives late, never early: of two readings the one that is further
 * ahead is the better. Pure.
 */
export function afterAnswer(known: ServerClock | null, at: number, arrivedAt: number): ServerClock {
  const ahead = at - arrivedAt;
  const isSet = known !== null && known.ahead - ahead > CLOCK_WAS_SET_MS;
  return { ahead: known === null || isSet ? ahead : Math.max(known.ahead, ahead), readAt: arrivedAt };
}

let clock: ServerClock | null = null;

/** Learns the server's clock from an answer that has just arrived: `at` is when it was made, in ms since 1970. */
export function observeServerTime(at: number): void {
  clock = afterAnswer(clock, at, performance.now());
}

/**
 * Returns the server's time now, in ms since 1970; null before any answer was heard. This device's own clock may be
 * wrong and may be set at any time, so it is not asked.
 */
export const serverNow = (): number | null => clock && clock.ahead + performance.now();

/** Returns how long ago the server was last heard, in ms; null if it was not. */
export const sinceLastAnswer = (): number | null => clock && performance.now() - clock.readAt;

/** The response header that carries the server's time, in ms since 1970: also where the answer has no body. */
export const TIME_HEADER = 'perdure-time';
