/** How long a tab waits for its turn, in ms: a tab that is stopped in the middle of its own cannot end it. */
const MAX_WAIT_MS = 5_000;

/** Does `work` while no other tab of this browser does; after 5 s, or where there are no locks, without waiting. */
export async function oneTabAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), MAX_WAIT_MS);
  let working: Promise<T> | undefined;
  const begin = () => {
    clearTimeout(timer);
    return (working ??= work());
  };
  return lock(name, waiting.signal, begin).catch(() => begin());
}

/** @throws where the browser has no locks or refuses this one, and at the signal while it waits */
const lock = async <T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> =>
  await navigator.locks.request(name, { signal }, work);
