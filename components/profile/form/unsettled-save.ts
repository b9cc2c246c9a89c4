import type { Text } from '@/lib/texts/text';
import { NotSaved } from '@/components/offline/send-with-retry';
import type { useSaveProfile } from '@/components/profile/saving/use-save-profile';

/** The technical cause of a failed save, if the server named one. */
export const causeOf = (error: Error | null): Text | null =>
  error instanceof NotSaved ? (error.why.cause ?? null) : null;

/**
 * Where a save that waits to be sent is kept: in this page (`held`) or in this browser (`kept`). Null before it is
 * known whether the browser keeps it; and a save that waits for another while there is a network is under way.
 */
export function heldBackBy(
  { context, isPaused, retryReason }: ReturnType<typeof useSaveProfile>,
  online: boolean,
): 'held' | 'kept' | null {
  if (context === undefined || !((isPaused && !online) || retryReason !== null)) return null;
  return context.isKept ? 'kept' : 'held';
}
