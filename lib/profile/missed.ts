import 'server-only';
import { markStale } from '@/lib/db/profile-rows';
import { log } from '@/lib/log';
import { pullFromClerk } from './pull-from-clerk';

// Next bundles this module more than once in one process; what was missed must be known to all.
const shared = globalThis as typeof globalThis & { perdureMissed?: Set<string> };
const missed = () => (shared.perdureMissed ??= new Set());

/** Remembers a user whose mirror may have missed something while Postgres was away. */
export const noteMissed = (userId: string): void => void missed().add(userId);

/** Lets the mirror catch up, once Postgres is back, with all that went past it through this process. */
export async function catchUpMissed(): Promise<void> {
  const userIds = [...missed()];
  if (userIds.length === 0) return;
  await markStale(userIds); // first for all: readers on every instance then ask Clerk
  for (const userId of userIds) {
    missed().delete(userId);
    const pulled = await pullFromClerk(userId);
    if (!pulled.ok) log.warn({ userId, failure: pulled.failure }, 'the mirror could not catch up yet, the next read will try');
  }
}
