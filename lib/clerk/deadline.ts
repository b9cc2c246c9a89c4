import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';
import { singleton } from '@/lib/singleton';

interface Call {
  signal: AbortSignal;
  onAnswer: ((status: number | null) => void) | undefined;
}

/**
 * Deadlines for calls of Clerk's SDK, which takes neither a timeout nor a signal: the signal travels beside the call
 * and `fetch` picks it up. The SDK binds `fetch` when it is loaded, so this module must be loaded before it.
 */
const currentCall = singleton('deadline', () => {
  const calls = new AsyncLocalStorage<Call>();
  const fetch = globalThis.fetch;
  globalThis.fetch = Object.assign((input: RequestInfo | URL, init?: RequestInit) => {
    const { signal, onAnswer } = calls.getStore() ?? {};
    const answer = fetch(input, signal && !init?.signal ? { ...init, signal } : init);
    if (onAnswer)
      answer.then(
        ({ status }) => onAnswer(status),
        () => onAnswer(null),
      );
    return answer;
  }, fetch);
  return calls;
})();

/** Thrown when a deadline has passed. The call may still take effect: its outcome is unknown. */
export class DeadlineExceeded extends Error {
  constructor(milliseconds: number) {
    super(`No answer from Clerk within ${milliseconds} ms`);
    this.name = 'DeadlineExceeded';
  }
}

/**
 * Runs `call` with every fetch in it aborted after `milliseconds`. `onAnswer` is called with the HTTP status of each
 * fetch, or null if it failed: the SDK does not always pass them on.
 * @throws DeadlineExceeded, or what `call` throws
 */
export async function withDeadline<T>(
  milliseconds: number,
  call: () => Promise<T>,
  onAnswer?: (status: number | null) => void,
): Promise<T> {
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
    return await Promise.race([currentCall.run({ signal: controller.signal, onAnswer }, call), expired]);
  } finally {
    clearTimeout(timer);
  }
}
