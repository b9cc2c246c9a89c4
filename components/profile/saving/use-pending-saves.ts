import { queryOptions, skipToken, useMutationState, useQuery } from '@tanstack/react-query';
import type { Save } from '@/lib/profile/model/profile';
import { saveKey } from '@/lib/profile/model/query/profile-query';
import type { Failure } from '@/lib/result';

/** A save on its way, whichever form of this page made it. */
export interface PendingSave {
  save: Save;
  /** whether this browser keeps it until its outcome is known; undefined while that is not known */
  isKept: boolean | undefined;
  isPaused: boolean;
}

/** Returns the saves of this page that are on their way, the oldest first. */
export const usePendingSaves = (): readonly PendingSave[] =>
  useMutationState({
    filters: { mutationKey: saveKey, status: 'pending' },
    select: ({ state: { variables, context, isPaused } }) => ({
      save: variables as Save,
      isKept: (context as { isKept: boolean } | undefined)?.isKept,
      isPaused,
    }),
  });

/** Why the latest attempt of a save failed while the next is awaited, and what makes that at once; else null. */
interface AwaitedRetry {
  reason: Failure | null;
  now: () => void;
}

/** No attempt is awaited. */
export const noRetry: AwaitedRetry = { reason: null, now: () => undefined };

/** What all forms of the page know of that. It is never fetched. */
export const retryQuery = queryOptions<AwaitedRetry>({ queryKey: ['awaited retry'], queryFn: skipToken });

export const useAwaitedRetry = (): AwaitedRetry => useQuery(retryQuery).data ?? noRetry;

/**
 * Where the latest save that waits to be sent is kept: in this page (`held`) or in this browser (`kept`). Null before
 * it is known whether the browser keeps it; and a save that waits for another while there is a network is under way.
 */
export function heldBackBy(
  latest: PendingSave | undefined,
  isAwaited: boolean,
  online: boolean,
): 'held' | 'kept' | null {
  if (latest?.isKept === undefined || !((latest.isPaused && !online) || isAwaited)) return null;
  return latest.isKept ? 'kept' : 'held';
}
