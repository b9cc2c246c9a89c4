/** A loop of rounds with a wait between them. */
export interface Loop {
  /** Shortens the wait to at most `withinMs`. During a round it is the wait after that round which is shortened. */
  wake(withinMs: number): void;
  /** Ends the loop. Resolves when the round under way has ended. */
  stop(): Promise<void>;
}

/**
 * Runs `round` again and again, never twice at once, until `stop`. It waits `delayMs` before each round, or what the
 * round before has returned, in ms. The wait does not keep the process alive. `round` must not throw or reject.
 */
export function startLoop(
  round: () => Promise<number | void> | number | void,
  delayMs: number,
  { firstMs = delayMs }: { firstMs?: number } = {},
): Loop {
  let state: 'waiting' | 'running' | 'stopped' = 'waiting';
  let timer: NodeJS.Timeout | undefined;
  /** when the next round begins, ms since 1970 */
  let dueAt = Infinity;
  let longestWaitMs = Infinity;
  let lastRound: Promise<void> | undefined;

  const wait = (ms: number) => {
    clearTimeout(timer);
    dueAt = Date.now() + ms;
    timer = setTimeout(run, ms);
    timer.unref();
  };
  const run = () => {
    state = 'running';
    longestWaitMs = Infinity;
    lastRound = Promise.resolve(round()).then((ms) => {
      if (state === 'stopped') return;
      state = 'waiting';
      wait(Math.min(ms ?? delayMs, longestWaitMs));
    });
  };
  wait(firstMs);

  return {
    wake: (withinMs) => {
      if (state === 'running') longestWaitMs = Math.min(longestWaitMs, withinMs);
      else if (state === 'waiting' && dueAt > Date.now() + withinMs) wait(withinMs);
    },
    stop: async () => {
      state = 'stopped';
      clearTimeout(timer);
      await lastRound;
    },
  };
}
