import 'server-only';
import type { Notification } from '@/lib/db/queries/notification';
import { currentBus } from './current-bus';
import type { LiveEvent } from './event';

/**
 * Commits a write, and publishes its event to every process once it is committed, and never if it is not. `commit` is
 * given the notification that is to leave with the write, if there is one, and returns null if nothing was written.
 * @throws what `commit` throws
 */
export async function publishWith<T>(
  event: LiveEvent | null,
  commit: (notification: Notification | null) => Promise<T | null>,
): Promise<T | null> {
  const notification = event && currentBus().notification(event);
  const committed = await commit(notification);
  if (event && !notification && committed !== null) currentBus().send(event);
  return committed;
}

/** Publishes an event without Postgres, which is unreachable: only a bus of its own carries it. Never throws. */
export const publishPastPostgres = (event: LiveEvent): void => currentBus().send(event);
