import 'server-only';
import type { IBreaker } from 'cockatiel';
import type { ClerkAnswer } from './users';

/** So many failures in a row, and Clerk counts as down. */
const MOST = 5;

/**
 * Counts calls in a row without an answer that helps. Clerk limits each user (10 updates in 10 s) and each instance
 * (1,000 requests in 10 s in production) and answers both with the same 429, so only by whom it turns away can they be
 * told apart: one user's count for nothing, those of several users once for each. Source of the limits: clerk.com/docs,
 * "Rate limits".
 */
export class FailuresInARow implements IBreaker {
  private unlimited = 0;
  private limited = new Set<string>();
  /** of cockatiel, which stores it where a circuit outlives its process; this one does not */
  state: unknown;

  /** Counts a call about a user that failed. */
  add(userId: string, answer: ClerkAnswer): void {
    const isLimited = !answer.ok && answer.failure.kind === 'transient' && answer.failure.limited;
    if (isLimited) this.limited.add(userId);
    else this.unlimited += 1;
  }

  success(): void {
    this.unlimited = 0;
    this.limited.clear();
  }

  /** True where Clerk now counts as down. */
  failure(): boolean {
    return this.unlimited + (this.limited.size > 1 ? this.limited.size : 0) >= MOST;
  }
}
