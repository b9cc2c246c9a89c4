import 'server-only';
import { circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhenResult, isBrokenCircuitError } from 'cockatiel';
import { log } from '@/lib/log';
import type { ClerkAnswer } from './users';

/** So many calls in a row without an answer that helps, and Clerk counts as down. */
const FAILURES = 5;
/** How long Clerk is then left alone before one call tries it again, in ms. */
const PAUSE_MS = 3_000;

const failed = (answer: unknown): boolean => {
  const { ok, failure } = answer as Partial<Extract<ClerkAnswer, { ok: false }>>;
  return ok === false && failure?.kind === 'transient';
};

const open = () => {
  const policy = circuitBreaker(handleWhenResult(failed), { halfOpenAfter: PAUSE_MS, breaker: new ConsecutiveBreaker(FAILURES) });
  policy.onBreak(() => log.error('Clerk does not answer: calls are held back, saves wait in Postgres'));
  policy.onReset(() => log.info('Clerk answers again'));
  return policy;
};

// Next bundles this module more than once in one process; the circuit must be one.
const shared = globalThis as typeof globalThis & { perdureCircuit?: ReturnType<typeof open> | undefined };
const circuit = () => (shared.perdureCircuit ??= open());

const notMade: ClerkAnswer = { ok: false, failure: { kind: 'transient', message: 'Clerk does not answer', unknown: false, retryAfterMs: PAUSE_MS } };

/** Makes a call of Clerk unless Clerk counts as down; then the answer is at once that it was not made. */
export async function throughCircuit(call: () => Promise<ClerkAnswer>): Promise<ClerkAnswer> {
  if (circuit().state === CircuitState.HalfOpen) return notMade; // the policy would hold it until the one call that tries Clerk has ended
  try {
    return await circuit().execute(call);
  } catch (error) {
    if (!isBrokenCircuitError(error)) throw error; // by its mark: another bundle's circuit throws another class
    return notMade;
  }
}

/** False while Clerk counts as down. The one call that tries it again comes by itself, from whoever asks after the pause. */
export const isClerkUp = (): boolean => circuit().state === CircuitState.Closed;

/** Calls `listener` each time Clerk answers again after it counted as down; gives what ends that. */
export const onClerkBack = (listener: () => void): (() => void) => {
  const listening = circuit().onReset(listener);
  return () => listening.dispose();
};

/** Forgets what is known of Clerk's health: for tests, in which Clerk is another one each time. */
export const resetCircuit = (): void => {
  shared.perdureCircuit = undefined;
};
