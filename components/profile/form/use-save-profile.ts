import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Attempt, Profile, Save, Saved } from '@/lib/profile/model/profile';
import { keepPending } from '@/lib/profile/model/newest-profile';
import { profileQuery, saveKey } from '@/lib/profile/model/profile-query';
import { pick, type FieldName } from '@/lib/profile/model/values';
import type { Result } from '@/lib/result';
import { removeSave, withSendLock, enqueueSave, listSavesBefore, listSaves } from '@/components/offline/outbox';
import { LeftUnsent, NotSaved, Outdated, sendWithRetry } from '@/components/offline/send-with-retry';
import { useOthersSaves } from '@/components/offline/use-others-saves';
import type { SaveProfile } from './save-type';

/** The profile as it will be once the save is committed. */
function withSave(profile: Profile, { patch }: Save): Profile {
  const names = Object.keys(patch) as FieldName[];
  return {
    ...profile,
    values: { ...profile.values, ...patch },
    pending: [...new Set([...profile.pending, ...names])],
    pendingSince: profile.pendingSince ?? new Date().toISOString(),
    refused: Object.fromEntries(Object.entries(profile.refused).filter(([name]) => !(name in patch))),
  };
}

/** Takes one save back out of what is shown, field by field: others may stand on top of it. */
function withoutSave(shown: Profile, { patch }: Save, before: Profile): Profile {
  const own = (Object.keys(patch) as FieldName[]).filter((name) => shown.values[name] === patch[name]);
  const pending = shown.pending.filter((name) => !own.includes(name) || before.pending.includes(name));
  return {
    ...shown,
    values: { ...shown.values, ...pick(before.values, own) },
    pending,
    pendingSince: pending.length > 0 ? shown.pendingSince : before.pendingSince,
    refused: { ...shown.refused, ...before.refused },
  };
}

interface Shown {
  before?: Profile;
  optimistic?: Profile;
  /** whether this browser keeps the save until its outcome is known */
  kept: boolean;
}

/** What becomes of each save, also of those that an earlier visit left behind. */
export interface SaveOutcomes {
  /** `saved.refusedFields`: what of it is not saved */
  onSaved: (save: Save, saved: Saved) => void;
  /** `optimistic`: the profile as this save would have made it, which was shown meanwhile and proves nothing */
  onFailed: (save: Save, error: Error, optimistic: Profile | undefined) => void;
}

/**
 * Saves patches, one after the other; every reader of the profile shows each at once, and shows what was there before
 * if it fails. A save is kept in this browser until its outcome is known: those of an earlier visit are sent first.
 * Without a network they wait for it, and where the server cannot be reached or cannot take one for now, it is sent
 * again: `waiting` tells why, and `sendNow` does not wait for the next time.
 */
export function useSaveProfile(save: SaveProfile, userId: string, { onSaved, onFailed }: SaveOutcomes) {
  const client = useQueryClient();
  const { queryKey } = profileQuery;
  const [waiting, setWaiting] = useState<string | null>(null);
  const sendNow = useRef<() => void>(undefined);
  const sendOthers = useRef<() => void>(undefined);
  const leaving = useRef<AbortController>(undefined);
  const { count: others, takeOver, onChanged } = useOthersSaves(userId);

  /**
   * Sends what other tabs kept before this save. Gives a failure where one of them cannot be taken for now: then this
   * one cannot be either.
   */
  async function sendOlder(input: Save): Promise<Result<Saved> | null> {
    for (const older of await listSavesBefore(userId, input)) {
      const heard = await save({ ...older, attempt: 'retry-unanswered' }, userId);
      if (!heard.ok && heard.failure.later) return heard;
      if (!heard.ok) onFailed(older, new NotSaved(heard.failure.message, heard.failure.errors), undefined);
      else if (heard.value.refusedFields) onSaved(older, heard.value);
      await removeSave(userId, older);
    }
    return null;
  }

  const saving = useMutation<Saved, Error, Save, Shown>({
    mutationKey: saveKey,
    scope: { id: 'profile' },
    mutationFn: async (input) => {
      const { signal } = (leaving.current ??= new AbortController());
      const send = (attempt: Attempt) =>
        withSendLock(userId, async () => (await sendOlder(input)) ?? save({ ...input, attempt }, userId));
      return sendWithRetry(send, {
        attempt: input.attempt,
        onWaiting: setWaiting,
        signal,
        onPause: (now) => void (sendNow.current = now),
      });
    },
    onMutate: async (input) => {
      takeOver(input);
      const [kept] = await Promise.all([enqueueSave(userId, input), client.cancelQueries({ queryKey })]);
      void onChanged();
      const before = client.getQueryData(queryKey);
      return { before, optimistic: before && client.setQueryData(queryKey, withSave(before, input)), kept };
    },
    onError: (error, input, shown) => {
      // An answer that came meanwhile is newer than what was there before.
      client.setQueryData(queryKey, (now) =>
        now && shown?.before && now.version === shown.before.version ? withoutSave(now, input, shown.before) : now,
      );
      if (!(error instanceof LeftUnsent) || error instanceof Outdated) onFailed(input, error, shown?.optimistic);
    },
    onSuccess: ({ overwrote, refusedFields, ...saved }, input) => {
      const { patch } = input;
      client.setQueryData(queryKey, (now) => {
        if (saved.source === 'clerk')
          return keepPending(now && { ...now, pending: now.pending.filter((name) => !(name in patch)) }, saved);
        return now && now.revision > saved.revision ? now : saved;
      });
      onSaved(input, { ...saved, overwrote, refusedFields });
    },
    onSettled: async (_saved, error, input) => {
      setWaiting(null);
      if (!(error instanceof LeftUnsent)) await removeSave(userId, input);
      void onChanged();
      if (!error) return; // the answer to a save is the profile
      // While another save is on its way, a refetch would show the state before it.
      if (client.isMutating({ mutationKey: saveKey }) === 1) void client.invalidateQueries({ queryKey });
    },
  });

  const { mutate } = saving;
  useEffect(() => {
    const left = (leaving.current = new AbortController());
    const sendKept = async () => {
      const kept = await listSaves(userId);
      const known = client
        .getMutationCache()
        .findAll({ mutationKey: saveKey, status: 'pending' })
        .map(({ state }) => (state.variables as Save | undefined)?.saveId);
      if (left.signal.aborted) return;
      for (const one of kept) {
        takeOver(one);
        if (!known.includes(one.saveId)) mutate({ ...one, attempt: 'retry-unanswered' });
      }
      await onChanged();
    };
    sendOthers.current = () => void sendKept();
    void sendKept();
    // also those of a tab that was closed meanwhile
    window.addEventListener('online', () => void sendKept(), { signal: left.signal });
    return () => left.abort();
  }, [client, mutate, userId, takeOver, onChanged]);

  return {
    ...saving,
    waiting,
    sendNow: () => sendNow.current?.(),
    /** how many saves of other tabs this browser keeps, null until that is known */
    others,
    /** Sends them from this page, under the ids they have. */
    sendOthers: () => sendOthers.current?.(),
    /** Forgets a save that is not to be sent any more. */
    withdraw: async (unsent: Save) => {
      await removeSave(userId, unsent);
      await onChanged();
    },
  };
}
