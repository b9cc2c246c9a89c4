import 'server-only';
import { singleton } from '@/lib/singleton';

/** How often one person may ask while they type, in ms, and how many times at once after a pause. */
const EVERY_MS = 400;
const AT_ONCE = 4;
/** How many people are known before those who paused are forgotten. */
const MOST_KNOWN = 1_000;

/** Until when each person has used what they may ask, in ms since 1970. */
const usedUntil = singleton('check-allowance', () => new Map<string, number>());

/** Returns true if a person may ask once more now, and counts that. In each process by itself. */
export function takeAllowance(userId: string, now = Date.now()): boolean {
  const all = usedUntil();
  const from = Math.max(now, all.get(userId) ?? 0);
  if (from - now > EVERY_MS * (AT_ONCE - 1)) return false;
  if (all.size >= MOST_KNOWN) for (const [one, until] of all) if (until <= now) all.delete(one);
  all.set(userId, from + EVERY_MS);
  return true;
}
