import { queryOptions, skipToken, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { openTabChannel } from '@/components/browser/tab-channel';
import type { Save } from '@/lib/profile/model/profile';
import { listSaves } from './outbox';

/** After how long without an answer the browser counts as one that keeps nothing, in ms. Some never answer. */
const SILENT_AFTER_MS = 3_000;

/** The saves that this browser keeps and other tabs made. */
export interface OthersSaves {
  /** how many there are; null until the browser has answered, or has been silent for too long */
  count: number | null;
  /** Counts a save as this page's own from now on: its outcome is shown where it is sent. */
  takeOver: (save: Save) => void;
  /** Reads again what is kept, and notifies this user's other tabs. To be called after each change. */
  onChanged: () => Promise<void>;
}

/** The count, for all components that show it. It is read from the browser, and never fetched. */
const countQuery = (userId: string) =>
  queryOptions<number>({ queryKey: ['others’ saves', userId], queryFn: skipToken });

/** The ids of the saves that each page counts as its own, whichever of its forms made them. */
const ownIds = new WeakMap<QueryClient, Set<string>>();

function ownOf(client: QueryClient): Set<string> {
  const own = ownIds.get(client) ?? new Set();
  ownIds.set(client, own);
  return own;
}

/**
 * Returns how many of this user's saves the browser keeps that are not this page's own. Where tabs cannot reach each
 * other, each knows what it read last.
 */
export function useOthersSaves(userId: string): OthersSaves {
  const client = useQueryClient();
  const { data: count = null } = useQuery(countQuery(userId));
  const notify = useRef<() => void>(undefined);

  const read = useCallback(async () => {
    const kept = await listSaves(userId);
    client.setQueryData(countQuery(userId).queryKey, kept.filter(({ saveId }) => !ownOf(client).has(saveId)).length);
  }, [client, userId]);

  useEffect(() => {
    const timer = setTimeout(
      () => client.setQueryData(countQuery(userId).queryKey, (known) => known ?? 0),
      SILENT_AFTER_MS,
    );
    return () => clearTimeout(timer);
  }, [client, userId]);

  useEffect(() => {
    const channel = openTabChannel<'changed'>(`perdure:outbox:${userId}`, () => void read());
    notify.current = () => channel.post('changed');
    return () => {
      notify.current = undefined;
      channel.close();
    };
  }, [userId, read]);

  const takeOver = useCallback(({ saveId }: Save) => void ownOf(client).add(saveId), [client]);
  const onChanged = useCallback(async () => {
    notify.current?.();
    await read();
  }, [read]);
  return { count, takeOver, onChanged };
}
