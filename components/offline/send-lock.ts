import { requestLock } from '@/lib/request-lock';

/** How long one tab's turn may last, in ms. The next tab then sends what is still kept, under the same ids. */
const MAX_TURN_MS = 20_000;
/** How long a tab waits for its turn, in ms: a tab that is stopped in the middle of its own never ends it. */
const MAX_WAIT_MS = 1_500;

/** The users whose turn did not come in time, until it comes: no further save waits for it. */
const overdue = new Set<string>();

/**
 * Does `work` while no other tab sends for this user, so that saves leave in the order they were made. It starts after
 * `MAX_WAIT_MS` at the latest, whatever other tabs and the browser's locks do. Each tab first sends what others kept
 * before, so that the order holds then too.
 */
export async function withSendLock<T>(userId: string, work: () => Promise<T>): Promise<T> {
  if (overdue.has(userId)) return work();
  let working: Promise<T> | undefined;
  const begin = () => (working ??= work());
  await new Promise<void>((goOn) => {
    const timer = setTimeout(() => {
      overdue.add(userId);
      goOn();
    }, MAX_WAIT_MS);
    const stopWaiting = () => {
      clearTimeout(timer);
      overdue.delete(userId);
      goOn();
    };
    const turn = async () => {
      stopWaiting();
      await Promise.race([Promise.allSettled([begin()]), new Promise((over) => setTimeout(over, MAX_TURN_MS))]);
    };
    requestLock(`perdure:save:${userId}`, {}, turn).catch(stopWaiting);
  });
  return begin();
}
