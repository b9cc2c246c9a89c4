/**
 * How long to wait before trying again after `failures` failures in a row, in ms: anything from 0 to a ceiling that
 * doubles with each failure, from `firstMs` to `capMs`, so that many who wait do not return in step (full jitter: AWS
 * Architecture Blog, "Exponential Backoff And Jitter", 2015). `random` is in [0, 1).
 */
export const fullJitterMs = (failures: number, firstMs: number, capMs: number, random: number): number =>
  random * Math.min(capMs, firstMs * 2 ** failures);
