import { tooManyRequests } from '../json/errors';

/** Clerk's window, in ms. */
const WINDOW_MS = 10_000;

/** Counts updates in a sliding window. Clerk: 10 in 10 s for each user, 1000 in 10 s for a production instance. */
export class RateLimit {
  private readonly times = new Map<string, number[]>();

  constructor(private readonly limits: { perUser: number; perInstance: number }) {}

  /**
   * Counts one update of a user.
   * @throws Clerk's 429 if that is above a limit
   */
  count(userId: string, now = Date.now()): void {
    this.countKey('instance', this.limits.perInstance, now);
    this.countKey(userId, this.limits.perUser, now);
  }

  private countKey(key: string, limit: number, now: number): void {
    const recent = (this.times.get(key) ?? []).filter((time) => now - time < WINDOW_MS);
    const oldest = recent[0];
    if (recent.length >= limit && oldest !== undefined)
      throw tooManyRequests(Math.ceil((oldest + WINDOW_MS - now) / 1000));
    this.times.set(key, [...recent, now]);
  }
}
