import { unstable_isUnrecognizedActionError as isFromBeforeAnUpdate } from 'next/navigation';
import { fullJitterMs } from '@/lib/full-jitter';
import type { Attempt } from '@/lib/profile/model/profile';
import { failForNow, type Result } from '@/lib/result';

const SOONEST_MS = 1_000;
const LATEST_MS = 30_000;
const UNREACHED = 'Not saved yet: the server can’t be reached. Your edit is still here.';
const OUTDATED = 'Not saved yet: this app was updated meanwhile. Reload the page and it is sent; your edit is kept.';

/** The server answered that nothing was saved, and why; the same again would fare no better. */
export class NotSaved extends Error {
  constructor(
    message: string,
    readonly errors: Record<string, string> = {},
  ) {
    super(message);
    this.name = 'NotSaved';
  }
}

/** Nobody is left to send it; it is still to be sent. */
export class LeftUnsent extends Error {}

/**
 * This page cannot send it any more, since the app has been updated; the page can after a reload. The message is for a
 * person.
 */
export class Outdated extends LeftUnsent {}

/** What is to be known of a save that is not through yet. */
export interface Sending {
  /** told why it is not through, each time it is not */
  onWaiting: (why: string) => void;
  /** ends the sending, for now */
  signal: AbortSignal;
  /** given what sends it at once */
  onPause: (sendNow: () => void) => void;
  /** what sending it now is; absent: the first */
  attempt?: Attempt | undefined;
}

/**
 * Sends until the outcome is known: again, with full jitter from 1 s to 30 s, as long as the server cannot be reached
 * or cannot take it for now. `send` is told which attempt it is. Whatever is sent must be known by an id,
 * since it may have arrived without an answer. Gives what came of it. Throws `NotSaved` where it was turned down, `LeftUnsent` at
 * the signal, `Outdated` where the server is of another build, and what the server failed with where that is a fault.
 */
export async function sendWithRetry<T>(
  send: (attempt: Attempt) => Promise<Result<T>>,
  { onWaiting, signal, onPause, attempt = 'first' }: Sending,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    const heard = await send(attempt).catch((error: Error) => {
      attempt = 'retry-unanswered';
      return unlessFault(error);
    });
    if (heard.ok) return heard.value;
    const { failure } = heard;
    if (!failure.later) throw new NotSaved(failure.message, failure.errors);
    if (signal.aborted) throw new LeftUnsent(failure.message);
    if (failure.uncertain) attempt = 'retry-unanswered';
    if (attempt === 'first') attempt = 'retry';
    onWaiting(failure.message);
    await pause(SOONEST_MS + fullJitterMs(failures, SOONEST_MS, LATEST_MS, Math.random()), signal, onPause);
    if (signal.aborted) throw new LeftUnsent(failure.message);
  }
}

/** A failure on the way is one of the moment. Next sends a fault of the server with a digest, and without its words. */
function unlessFault(error: Error): Result<never> {
  if ('digest' in error) throw error;
  if (isFromBeforeAnUpdate(error)) throw new Outdated(OUTDATED);
  return failForNow(UNREACHED);
}

function pause(ms: number, signal: AbortSignal, onPause: Sending['onPause']): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    window.addEventListener('online', end);
    signal.addEventListener('abort', end);
    onPause(end);
  });
}
