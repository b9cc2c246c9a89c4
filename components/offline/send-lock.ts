/** How long one tab's turn may last, in ms. The next tab then sends what is still kept, under the same ids. */
const MAX_TURN_MS = 20_000;
/** How long a tab waits for its turn, in ms: a tab that is stopped in the middle of its own cannot count that. */
const MAX_WAIT_MS = 5_000;

/**
 * Does `work` while no other tab sends for this user, so that saves leave in the order they were made. It starts after
 * `MAX_WAIT_MS` at the latest, whatever other tabs and the browser's locks do. Each tab first sends what others kept
 * before, so that the order holds then too.
 */
export async function withSendLock<T>(userId: string, work: () => Promise<T>): Promise<T> {
  const waiting = new AbortController();
  let working: Promise<T> | undefined;
  const begin = () => (working ??= work());
  await new Promise<void>((goOn) => {
    const timer = setTimeout(goOn, MAX_WAIT_MS);
    const turn = async () => {
      clearTimeout(timer);
      goOn();
      await Promise.race([Promise.allSettled([begin()]), new Promise((over) => setTimeout(over, MAX_TURN_MS))]);
    };
    lock(`perdure:save:${userId}`, waiting.signal, turn).catch(() => goOn()); // no locks, or no more waiting for one
  });
  waiting.abort();
  return begin();
}

/**
 * Does `work` while nobody else holds the lock.
 * @throws where the browser has no locks or refuses this one, and at the signal while it waits
 */
const lock = async (name: string, signal: AbortSignal, work: () => Promise<unknown>): Promise<void> => {
  await navigator.locks.request(name, { signal }, work);
};
