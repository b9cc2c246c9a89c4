import 'server-only';
import type { ClerkFailure } from '@/lib/clerk/errors';
import { log } from '@/lib/log';
import { refusedFieldsOf, type Mirror } from '@/lib/profile/core/mirror';
import { isGone } from '@/lib/profile/words/failure-words';

/**
 * The outcome of a reconcile:
 * - `idle`: nothing was due;
 * - `leased`: somebody else holds the lease;
 * - `lost`: somebody else has taken it over;
 * - `gone`: Clerk does not know the user;
 * - `waiting`: something is due again, later;
 * - `refused`, `confirmed`: nothing is due any more, with or without a refused field.
 */
export type Outcome = 'idle' | 'leased' | 'lost' | 'gone' | 'waiting' | 'refused' | 'confirmed';

/** What a reconcile has led to. */
export interface Reconciled {
  outcome: Outcome;
  /** the mirror as it was left; null if there is none */
  mirror: Mirror | null;
  /** why Clerk could not be read or written to; null if it could, or was not to be */
  failure: ClerkFailure | null;
}

/** Returns what a reconcile has led to; `done` if it held its lease to the end. */
export function reconciled(
  end: 'idle' | 'leased' | 'lost' | 'done',
  mirror: Mirror | null,
  failure: ClerkFailure | null = null,
): Reconciled {
  const outcome =
    end !== 'done'
      ? end
      : failure && isGone(failure)
        ? 'gone'
        : failure || !mirror || mirror.dueAt !== null
          ? 'waiting'
          : refusedFieldsOf(mirror).length > 0
            ? 'refused'
            : 'confirmed';
  return { outcome, mirror, failure };
}

/** True if somebody else holds the lease, or has taken it over. */
export const isLeasedElsewhere = ({ outcome }: Reconciled): boolean => outcome === 'leased' || outcome === 'lost';

/** Logs why Clerk could not be read or written to, for a person whose mirror is as it was left. */
export const logRetry = (userId: string, mirror: Mirror, failure: ClerkFailure): void =>
  log[failure.kind === 'misconfigured' ? 'error' : 'warn'](
    { userId, attempts: mirror.attempts, failure },
    mirror.pendingSince === null
      ? 'a read of Clerk failed, will be tried again'
      : 'push to Clerk failed, will be tried again',
  );
