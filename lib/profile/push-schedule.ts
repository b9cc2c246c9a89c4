/** How long a claim holds, in ms. A process that dies meanwhile leaves the push due again after it. */
export const CLAIM_MS = 15_000;

const BASE_MS = 1_000;
const CAP_MS = 5 * 60_000;

/**
 * How long to wait before push number `attempts + 1`, in ms: exponential back-off from 1 s to 5 min with full jitter, so that
 * many waiting saves do not return in step (AWS Architecture Blog, "Exponential Backoff And Jitter", 2015). Never less than
 * Clerk's own `Retry-After`. `random` is in [0, 1).
 */
export function backOffMs(attempts: number, retryAfterMs: number | null, random: number): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempts, 20));
  return Math.max(retryAfterMs ?? 0, Math.round(ceiling * random), 250);
}

/**
 * When the next push is due. While a push is under way (`pushToken`) its claim stands, so that two never overlap: its completion
 * sees what changed meanwhile. `due` is when it would be due otherwise; null: nothing is pending.
 */
export const nextPushAt = (row: { pushToken: string | null; pushAt: Date | null }, due: Date | null): Date | null =>
  row.pushToken !== null && row.pushAt !== null ? row.pushAt : due;
