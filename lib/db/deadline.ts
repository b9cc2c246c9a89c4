import 'server-only';

/** How often it is looked whether the time is over, in ms. */
const TICK_MS = 100;

/**
 * A promise that rejects after `ms`, and what ends the wait for it. A stall of this process counts as one tick of 100
 * ms: the answer that is waited for may have come meanwhile, and is heard first.
 */
export function patience(ms: number, complaint: string): { over: Promise<never>; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    let ticks = ms / TICK_MS;
    timer = setInterval(() => {
      ticks -= 1;
      if (ticks <= 0) reject(new Error(complaint));
    }, TICK_MS);
  });
  return { over, stop: () => clearInterval(timer) };
}
