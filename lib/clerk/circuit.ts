import 'server-only';
import { circuitBreaker, CircuitState, handleWhenResult, isBrokenCircuitError } from 'cockatiel';
import { log } from '@/lib/log';
import { FailuresInARow } from './failures-in-a-row';
import type { ClerkAnswer } from './users';

/** How long Clerk is then left alone before one call tries it again, in ms. */
const PAUSE_MS = 3_000;

const failed = (answer: unknown): boolean => {
  const { ok, failure } = answer as Partial<Extract<ClerkAnswer, { ok: false }>>;
  return ok === false && failure?.kind === 'transient';
};

const open = () => {
  const failures = new FailuresInARow();
  const policy = circuitBreaker(handleWhenResult(failed), { halfOpenAfter: PAUSE_MS, breaker: failures });
  let since: number | null = null; // told once for each outage, and not again for each call that finds Clerk still down
  policy.onBreak(() => {
    if (since === null) log.error('Clerk does not answer: calls are held back, saves wait in Postgres');
    since ??= Date.now();
  });
  policy.onReset(() => {
    log.info({ forMs: since === null ? 0 : Date.now() - since }, 'Clerk answers again');
    since = null;
  });
  return { policy, failures };
};

// Next bundles this module more than once in one process; the circuit must be one.
const shared = globalThis as typeof globalThis & { perdureCircuit?: ReturnType<typeof open> | undefined };
const circuit = () => (shared.perdureCircuit ??= open());
const state = () => circuit().policy.state;

const notMade: ClerkAnswer = {
  ok: false,
  failure: { kind: 'transient', message: 'Clerk does not answer', unknown: false, retryAfterMs: PAUSE_MS },
};

/**
 * Makes a call of Clerk that is about one user, unless Clerk counts as down; then the answer is at once that it was not
 * made.
 */
export async function throughCircuit(userId: string, call: () => Promise<ClerkAnswer>): Promise<ClerkAnswer> {
  // the policy would hold it until the one call that tries Clerk has ended
  if (state() === CircuitState.HalfOpen) return notMade;
  const { policy, failures } = circuit();
  try {
    return await policy.execute(async () => {
      const answer = await call();
      if (failed(answer)) failures.add(userId, answer);
      return answer;
    });
  } catch (error) {
    if (!isBrokenCircuitError(error)) throw error; // by its mark: another bundle's circuit throws another class
    return notMade;
  }
}

/**
 * False while Clerk counts as down. The one call that tries it again comes by itself, from whoever asks after the
 * pause.
 */
export const isClerkUp = (): boolean => state() === CircuitState.Closed;

/** Calls `listener` each time Clerk answers again after it counted as down; gives what ends that. */
export const onClerkBack = (listener: () => void): (() => void) => {
  const listening = circuit().policy.onReset(listener);
  return () => listening.dispose();
};

/** Forgets what is known of Clerk's health: for tests, in which Clerk is another one each time. */
export const resetCircuit = (): void => {
  shared.perdureCircuit = undefined;
};
