/**
 * Returns how long to wait before the next try after so many consecutive failures, in ms: from 0 to a ceiling that
 * doubles with each failure, from `firstMs` to `capMs`. The randomness keeps many who wait from returning in step (full
 * jitter: AWS Architecture Blog, "Exponential Backoff And Jitter", 2015). `random` is in [0, 1).
 */
export const fullJitterMs = (failures: number, firstMs: number, capMs: number, random: number): number =>
  random * Math.min(capMs, firstMs * 2 ** failures);
