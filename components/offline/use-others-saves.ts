import { queryOptions, skipToken, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import type { Save } from '@/lib/profile/model/profile';
import { listSaves } from './outbox';

/**
 * After how long without an answer the browser counts as one that keeps nothing, in ms: some have a storage that never
 * answers.
 */
const SILENT_AFTER_MS = 3_000;

/** What is known of the saves that this browser keeps and other tabs made. */
export interface OthersSaves {
  /** how many there are; null until the browser has answered, or has been silent for too long */
  count: number | null;
  /** Counts a save as this page's own from now on: what becomes of it is told where it is sent. */
  takeOver: (save: Save) => void;
  /** Reads again what is kept, and has this person's other tabs do so. Called after each change. */
  onChanged: () => Promise<void>;
}

/** Where the count stands for all that draw it; it is read from the browser, and never fetched. */
const countQuery = (userId: string) =>
  queryOptions<number>({ queryKey: ['others’ saves', userId], queryFn: skipToken });

/**
 * Follows which saves of this person the browser keeps that are not this page's own. Where tabs cannot talk to each
 * other, each knows what it read last.
 */
export function useOthersSaves(userId: string): OthersSaves {
  const client = useQueryClient();
  const { data: count = null } = useQuery(countQuery(userId));
  const own = useRef(new Set<string>());
  const tell = useRef<() => void>(undefined);

  const read = useCallback(async () => {
    const kept = await listSaves(userId);
    client.setQueryData(countQuery(userId).queryKey, kept.filter(({ saveId }) => !own.current.has(saveId)).length);
  }, [client, userId]);

  useEffect(() => {
    const timer = setTimeout(
      () => client.setQueryData(countQuery(userId).queryKey, (known) => known ?? 0),
      SILENT_AFTER_MS,
    );
    return () => clearTimeout(timer);
  }, [client, userId]);

  useEffect(() => {
    if (!('BroadcastChannel' in globalThis)) return;
    const channel = new BroadcastChannel(`perdure:outbox:${userId}`);
    channel.onmessage = () => void read();
    tell.current = () => channel.postMessage('changed');
    return () => {
      tell.current = undefined;
      channel.close();
    };
  }, [userId, read]);

  const takeOver = useCallback(({ saveId }: Save) => void own.current.add(saveId), []);
  const onChanged = useCallback(async () => {
    tell.current?.();
    await read();
  }, [read]);
  return { count, takeOver, onChanged };
}
