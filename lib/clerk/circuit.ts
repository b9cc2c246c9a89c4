import 'server-only';
import { circuitBreaker, CircuitState, handleWhenResult, isBrokenCircuitError } from 'cockatiel';
import { log } from '@/lib/log';
import { failed, type Result } from '@/lib/result';
import { singleton } from '@/lib/singleton';
import { ConsecutiveFailures } from './consecutive-failures';
import type { ClerkFailure } from './errors';

/** How long no call is made once Clerk counts as down, in ms; then one call tries it. */
const PAUSE_MS = 3_000;

const transientFailure = (answer: Result<unknown, ClerkFailure>): ClerkFailure | null =>
  !answer.ok && answer.failure.kind === 'transient' ? answer.failure : null;

const circuit = singleton('circuit', () => {
  const failures = new ConsecutiveFailures();
  const isFailure = (answer: unknown) => transientFailure(answer as Result<unknown, ClerkFailure>) !== null;
  const policy = circuitBreaker(handleWhenResult(isFailure), { halfOpenAfter: PAUSE_MS, breaker: failures });
  let downSince: number | null = null; // an outage is logged once, not again for each call that finds Clerk still down
  policy.onBreak(() => {
    if (downSince === null) log.error('Clerk does not answer: calls are held back, saves wait in Postgres');
    downSince ??= Date.now();
  });
  policy.onReset(() => {
    log.info({ forMs: downSince === null ? 0 : Date.now() - downSince }, 'Clerk answers again');
    downSince = null;
  });
  return { policy, failures };
});
const state = () => circuit().policy.state;

const notMade = failed<ClerkFailure>({
  kind: 'transient',
  message: 'Clerk does not answer',
  unknown: false,
  retryAfterMs: PAUSE_MS,
});

/**
 * Makes a call of Clerk. While Clerk counts as down it fails at once, with a known outcome. `userId`: whom it is about,
 * or null if it is about several.
 */
export async function throughCircuit<T>(
  userId: string | null,
  call: () => Promise<Result<T, ClerkFailure>>,
): Promise<Result<T, ClerkFailure>> {
  // the policy would hold it until the one call that tries Clerk has ended
  if (state() === CircuitState.HalfOpen) return notMade;
  const { policy, failures } = circuit();
  try {
    return await policy.execute(async () => {
      const answer = await call();
      const failure = transientFailure(answer);
      if (failure) failures.add(userId, failure);
      return answer;
    });
  } catch (error) {
    if (!isBrokenCircuitError(error)) throw error; // by its mark: another bundle's circuit throws another class
    return notMade;
  }
}

/** Returns false while Clerk counts as down. After the pause the next call, whoever makes it, tries Clerk. */
export const isClerkUp = (): boolean => state() === CircuitState.Closed;

/** Calls `listener` each time Clerk answers again after it counted as down. Returns a function that ends that. */
export const onClerkBack = (listener: () => void): (() => void) => {
  const subscription = circuit().policy.onReset(listener);
  return () => subscription.dispose();
};
