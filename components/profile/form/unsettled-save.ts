import { NotSaved } from '@/components/offline/send-with-retry';
import type { PendingSave } from '@/components/profile/saving/use-pending-saves';

/** The technical cause of a failed save, if the server named one. */
export const causeOf = (error: Error | null): string | null =>
  error instanceof NotSaved ? (error.why.cause ?? null) : null;

/**
 * Where the latest save that waits to be sent is kept: in this page (`held`) or in this browser (`kept`). Null before it
 * is known whether the browser keeps it; and a save that waits for another while there is a network is under way.
 */
export function heldBackBy(
  latest: PendingSave | undefined,
  isAwaited: boolean,
  online: boolean,
): 'held' | 'kept' | null {
  if (latest?.isKept === undefined || !((latest.isPaused && !online) || isAwaited)) return null;
  return latest.isKept ? 'kept' : 'held';
}
