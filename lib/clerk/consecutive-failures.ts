import 'server-only';
import type { IBreaker } from 'cockatiel';
import type { ClerkFailure } from './errors';

/** After how many consecutive failures Clerk counts as down. */
const LIMIT = 5;

/**
 * Counts consecutive calls without an answer that helps. Clerk limits each user (10 updates in 10 s) and each instance
 * (1,000 requests in 10 s in production), and answers both with the same 429: only the users tell them apart. The 429s
 * of one user count for nothing, those of several users once each. A 429 of a call about several users is never the
 * limit of one, and counts like any failure. Source: clerk.com/docs, "Rate limits".
 */
export class ConsecutiveFailures implements IBreaker {
  private others = 0;
  private limitedUsers = new Set<string>();
  /** cockatiel stores it if a circuit outlives its process; this one does not */
  state: unknown;

  /** Counts a failed call about a user; null: about several. */
  add(userId: string | null, failure: ClerkFailure): void {
    if (userId !== null && failure.kind === 'transient' && failure.limited) this.limitedUsers.add(userId);
    else this.others += 1;
  }

  success(): void {
    this.others = 0;
    this.limitedUsers.clear();
  }

  /** Returns true if Clerk now counts as down. */
  failure(): boolean {
    const { size } = this.limitedUsers;
    return this.others + (size > 1 ? size : 0) >= LIMIT;
  }
}
