import { onlineManager } from '@tanstack/react-query';
import { unstable_isUnrecognizedActionError as isFromBeforeAnUpdate } from 'next/navigation';
import { failedRequest } from '@/lib/failed-request';
import { fullJitterMs } from '@/lib/full-jitter';
import type { Attempt } from '@/lib/profile/model/profile';
import { UNSENT, UNSENT_LED_ELSEWHERE, UNSENT_OUTDATED } from '@/lib/profile/words/request-words';
import { nameOf, type Text } from '@/lib/texts/text';
import { failForNow, failUncertain, type Failure, type Result } from '@/lib/result';

const MIN_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;

/** The server answered that nothing was saved, and why. Sending the same again would have the same outcome. */
export class NotSaved extends Error {
  constructor(
    /** why, for a person */
    readonly reason: Text,
    readonly errors: Record<string, Text> = {},
    /** `lasting`: no retry helps before somebody has acted. `cause`: the technical one */
    readonly why: Pick<Failure, 'lasting' | 'cause'> = {},
  ) {
    super(nameOf(reason));
    this.name = 'NotSaved';
  }
}

/** The page was left before the outcome was known: it is still to be sent. */
export class LeftUnsent extends Error {
  constructor(readonly reason: Text) {
    super(nameOf(reason));
  }
}

/** The app was updated since this page was loaded: only a reloaded page can send it. */
export class OutdatedPage extends LeftUnsent {}

interface RetryOptions {
  /** which attempt the first sending is; absent: the first of all */
  attempt?: Attempt | undefined;
  /** ends the sending, for now */
  signal: AbortSignal;
  /** called, each time an attempt failed and another will follow, with the reason and what ends the pause before it */
  onPause: (reason: Failure, retryNow: () => void) => void;
}

/**
 * Sends something until its outcome is known, and returns it. An attempt that finds the server unreachable or unable to
 * take it for now is followed by another, after 1 s to 30 s with full jitter. Whatever is sent must have an id: it may
 * arrive without an answer.
 * @throws NotSaved if the server refuses it; LeftUnsent at the signal; OutdatedPage if the server is of another build;
 * and the server's own error where that is a fault of it
 */
export async function sendWithRetry<T>(
  send: (attempt: Attempt) => Promise<Result<T>>,
  { attempt = 'first', signal, onPause }: RetryOptions,
): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    const wasOffline = !onlineManager.isOnline();
    const answer = await send(attempt).then(readable, (error: Error) => {
      attempt = 'retry-unanswered';
      return unlessFault(error);
    });
    if (answer.ok && wasOffline) onlineManager.setOnline(true); // the browser was wrong
    if (answer.ok) return answer.value;
    const { failure } = answer;
    if (!failure.later) throw new NotSaved(failure.message, failure.errors, failure);
    if (signal.aborted) throw new LeftUnsent(failure.message);
    if (failure.uncertain) attempt = 'retry-unanswered';
    if (attempt === 'first') attempt = 'retry';
    const pauseMs = MIN_PAUSE_MS + fullJitterMs(failures, MIN_PAUSE_MS, MAX_PAUSE_MS, Math.random());
    await pause(pauseMs, signal, (retryNow) => onPause(failure, retryNow));
    if (signal.aborted) throw new LeftUnsent(failure.message);
  }
}

/** A failure on the way is one of the moment. Next sends a fault of the server with a digest, and without its words. */
function unlessFault(error: Error): Result<never> {
  const isOutdated: boolean = isFromBeforeAnUpdate(error);
  if (isOutdated) throw new OutdatedPage(UNSENT_OUTDATED);
  const digest = 'digest' in error ? String(error.digest) : null;
  if (digest === null) return failForNow(UNSENT[failedRequest(error)]);
  if (digest.startsWith('NEXT_REDIRECT')) return failForNow(UNSENT_LED_ELSEWHERE);
  throw error;
}

/** Something on the way can answer as Next does, without what the action returned. */
const readable = <T>(answer: Result<T> | undefined): Result<T> => answer ?? failUncertain(UNSENT.unreadable);

/** Waits, but not beyond the signal or the return of the network. */
function pause(ms: number, signal: AbortSignal, begun: (end: () => void) => void): Promise<void> {
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
    begun(end);
  });
}
