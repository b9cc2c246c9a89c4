import { requestLock } from '@/lib/request-lock';
import { within } from '@/lib/within';

/** How long a tab waits for its turn, in ms: a tab that is stopped in the middle of its own cannot end it. */
const MAX_WAIT_MS = 5_000;

/**
 * Does `work` while no other tab of this browser does. It begins after 5 s at the latest, whatever other tabs and the
 * browser's locks do, and at once where there are no locks.
 */
export async function oneTabAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  const waiting = new AbortController();
  let working: Promise<T> | undefined;
  const begin = () => (working ??= work());
  const turn = new Promise<void>((goOn) => {
    const granted = () => {
      goOn();
      return begin();
    };
    requestLock(name, { signal: waiting.signal }, granted).catch(() => goOn());
  });
  await within(MAX_WAIT_MS, turn, () => undefined);
  waiting.abort();
  return begin();
}
