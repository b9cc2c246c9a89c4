import 'server-only';

/** How finely the time is counted, in ms. */
const TICK_MS = 100;

/**
 * Starts a deadline: `expired` rejects with `message` after `ms`, unless it is stopped. Counts in ticks of 100 ms: a
 * stall of this process counts as one, since the answer may have arrived meanwhile and is to be read first.
 */
export function startDeadline(ms: number, message: string): { expired: Promise<never>; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    let ticks = ms / TICK_MS;
    timer = setInterval(() => {
      ticks -= 1;
      if (ticks <= 0) reject(new Error(message));
    }, TICK_MS);
  });
  return { expired, stop: () => clearInterval(timer) };
}
