import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Deadlines for calls of Clerk's SDK, which takes neither a timeout nor a signal: the signal travels beside the call and
 * `fetch` picks it up. The SDK binds `fetch` when it is loaded, so this module must be loaded before it.
 */
const shared = globalThis as typeof globalThis & { perdureDeadline?: AsyncLocalStorage<AbortSignal> };

if (!shared.perdureDeadline) {
  const deadline = (shared.perdureDeadline = new AsyncLocalStorage<AbortSignal>());
  const fetch = globalThis.fetch;
  globalThis.fetch = Object.assign((input: RequestInfo | URL, init?: RequestInit) => {
    const signal = deadline.getStore();
    return fetch(input, signal && !init?.signal ? { ...init, signal } : init);
  }, fetch);
}
const deadline = shared.perdureDeadline;

/** Thrown when a deadline passed. The call may still take effect: its outcome is unknown. */
export class DeadlineExceeded extends Error {
  constructor(milliseconds: number) {
    super(`No answer from Clerk within ${milliseconds} ms`);
    this.name = 'DeadlineExceeded';
  }
}

/** Runs `call` with every fetch in it aborted after `milliseconds`; rejects with `DeadlineExceeded` then. */
export async function withDeadline<T>(milliseconds: number, call: () => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const reason = new DeadlineExceeded(milliseconds);
      controller.abort(reason);
      reject(reason);
    }, milliseconds);
  });
  try {
    return await Promise.race([deadline.run(controller.signal, call), expired]);
  } finally {
    clearTimeout(timer);
  }
}
