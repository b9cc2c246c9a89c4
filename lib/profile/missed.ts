import 'server-only';
import { lastAway } from '@/lib/db/away';
import { markStale } from '@/lib/db/profile-rows';
import { log } from '@/lib/log';
import type { Mirror } from './mirror';
import { pullFromClerk } from './pull-from-clerk';

// Next bundles this module more than once in one process; what was missed must be known to all.
const shared = globalThis as typeof globalThis & { perdureMissed?: Set<string> };
const missed = () => (shared.perdureMissed ??= new Set());

/** Remembers a user whose mirror may have missed something while Postgres was away. */
export const noteMissed = (userId: string): void => void missed().add(userId);

/**
 * True where something can have gone past this mirror: it is marked so, or it was last compared with Clerk before this process
 * last found Postgres away. Every process that noticed the outage so asks Clerk before it believes an older row.
 */
export const mayHaveMissed = ({ staleSince, checkedAt }: Mirror): boolean => staleSince !== null || (checkedAt ?? 0) <= lastAway();

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
