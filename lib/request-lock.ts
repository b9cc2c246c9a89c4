/**
 * Does `work` while nobody else in this browser holds the lock, and returns once it is over.
 * @throws where the browser has no locks or refuses this one, and at the options' signal while it waits
 */
export async function requestLock(
  name: string,
  options: LockOptions,
  work: (lock: Lock | null) => unknown,
): Promise<void> {
  await navigator.locks.request(name, options, work);
}
