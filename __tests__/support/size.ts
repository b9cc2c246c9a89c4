/** Returns how often a load test repeats: `full` where `npm run proof` runs it, `smaller` before each change. */
export const sizeOf = ({ smaller, full }: { smaller: number; full: number }): number =>
  process.env.PERDURE_PROOF === '1' ? full : smaller;
