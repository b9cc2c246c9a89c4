import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { Save } from '@/lib/profile/model/profile';
import { saveKey } from '@/lib/profile/model/query/profile-query';
import { listSaves } from '@/components/offline/outbox';
import type { OthersSaves } from '@/components/offline/use-others-saves';

interface KeptSavesOptions extends Pick<OthersSaves, 'takeOver' | 'onChanged'> {
  userId: string;
  mutate: (save: Save) => void;
  /** aborted once the page is left */
  leaveSignal: () => AbortSignal;
}

/**
 * Sends the saves that this browser keeps from an earlier visit or a closed tab: now, and whenever the network is back.
 * Returns what sends them at once.
 */
export function useKeptSaves({ userId, mutate, leaveSignal, takeOver, onChanged }: KeptSavesOptions): () => void {
  const client = useQueryClient();
  const sendKept = useCallback(async () => {
    const signal = leaveSignal();
    const kept = await listSaves(userId);
    const known = client
      .getMutationCache()
      .findAll({ mutationKey: saveKey, status: 'pending' })
      .map(({ state }) => (state.variables as Save | undefined)?.saveId);
    if (signal.aborted) return;
    for (const one of kept) {
      takeOver(one);
      if (!known.includes(one.saveId)) mutate({ ...one, attempt: 'retry-unanswered' });
    }
    await onChanged();
  }, [client, userId, mutate, leaveSignal, takeOver, onChanged]);

  useEffect(() => {
    const send = () => void sendKept();
    send();
    window.addEventListener('online', send);
    return () => window.removeEventListener('online', send);
  }, [sendKept]);
  return () => void sendKept();
}
