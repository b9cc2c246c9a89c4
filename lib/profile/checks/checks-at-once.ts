import 'server-only';
import { singleton } from '@/lib/singleton';

/** how many saves of each person are being checked */
const running = singleton('saves-being-checked', () => new Map<string, number>());

/**
 * Runs the checks of a save and returns what they say; null, without running them, if `most` of that person's run
 * already: each can be a call of Clerk. In each process by itself.
 * @throws what `ask` throws
 */
export async function withCheckSlot<T>(userId: string, most: number, ask: () => Promise<T>): Promise<T | null> {
  const before = running().get(userId) ?? 0;
  if (before >= most) return null;
  running().set(userId, before + 1);
  try {
    return await ask();
  } finally {
    const left = (running().get(userId) ?? 1) - 1;
    if (left > 0) running().set(userId, left);
    else running().delete(userId);
  }
}
