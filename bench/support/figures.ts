/** Returns the value below which a share `q` of the values lies, 0 to 1; NaN if there are none. */
export const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? NaN;

/** Prints one line of times in ms, with this many digits after the point. */
export function printTimes(what: string, values: readonly number[], digits = 0): void {
  const [p50, p95, p99, worst] = [0.5, 0.95, 0.99, 1].map((q) => quantile(values, q).toFixed(digits).padStart(5));
  console.log(`${what.padEnd(58)} p50 ${p50}   p95 ${p95}   p99 ${p99}   worst ${worst} ms   of ${values.length}`);
}
