import { useMutation, useQueryClient } from '@tanstack/react-query';
import { withAnswer, withoutSave, withSave } from '@/lib/profile/model/query/optimistic-profile';
import { directSaveCookie } from '@/lib/profile/model/direct-save-cookie';
import type { Profile, Save, Saved } from '@/lib/profile/model/profile';
import { profileQuery, saveKey } from '@/lib/profile/model/query/profile-query';
import { guarded } from '@/components/browser/page-fault';
import { observeServerTime, serverNow } from '@/lib/profile/model/query/server-clock';
import { enqueueSave, removeSave } from '@/components/offline/outbox';
import { LeftUnsent, OutdatedPage, sendWithRetry } from '@/components/offline/send-with-retry';
import { useOthersSaves } from '@/components/offline/use-others-saves';
import type { FieldName } from '@/lib/profile/model/values';
import { useOpenForm } from './open-forms';
import type { SaveProfile } from './save-type';
import { sendInOrder, type SaveOutcomes } from './send-in-order';
import { useKeptSaves } from './use-kept-saves';
import { noRetry, retryQuery, useAwaitedRetry } from './use-pending-saves';

/** What a save has of its own while it is on its way. */
interface SaveContext {
  /** the profile that was shown before it, and the one that it showed */
  before?: Profile;
  optimistic?: Profile;
  /** whether this browser keeps the save until its outcome is known */
  isKept: boolean;
}

/** Where the browser refuses cookies, a process that knows nothing of the save may show what was there before it. */
function rememberDirectSave(at: number): void {
  try {
    document.cookie = directSaveCookie(at);
  } catch {
    return; // for a moment only: Clerk, which has the save, is read again
  }
}

/**
 * Returns what saves a patch, and the state of that. Saves are sent one after the other, and every reader of the
 * profile shows each at once, or what was there before if it fails. This browser keeps a save until its outcome is
 * known: those of an earlier visit are sent first. Without a network they wait for it; if the server is unreachable or
 * cannot take a save for now, it is sent again. `own`: what a form with the fields `names` is told; all forms of a page
 * have one queue, and each is told of its own saves.
 */
export function useSaveProfile(save: SaveProfile, userId: string, names: readonly FieldName[], own: SaveOutcomes) {
  const client = useQueryClient();
  const { queryKey } = profileQuery;
  const { note, isMadeHere, outcomes, leaveSignal } = useOpenForm(names, own);
  const retry = useAwaitedRetry();
  const { count: others, takeOver, onChanged } = useOthersSaves(userId);

  const saving = useMutation<Saved, Error, Save, SaveContext>({
    mutationKey: saveKey,
    scope: { id: 'profile' },
    networkMode: 'always', // a browser can be wrong about its network for good
    mutationFn: (input) =>
      sendWithRetry((attempt) => sendInOrder(save, userId, input, attempt, outcomes), {
        attempt: input.attempt,
        signal: leaveSignal(),
        onPause: (reason, now) => void client.setQueryData(retryQuery.queryKey, { reason, now }),
      }),
    onMutate: async (input) => {
      takeOver(input);
      const [isKept] = await Promise.all([enqueueSave(userId, input), client.cancelQueries({ queryKey })]);
      void onChanged();
      const before = client.getQueryData(queryKey);
      return {
        before,
        optimistic: before && client.setQueryData(queryKey, withSave(before, input, serverNow() ?? Date.now())),
        isKept,
      };
    },
    onError: (error, input, context) => {
      // An answer that came meanwhile is newer than what was there before.
      client.setQueryData(queryKey, (now) =>
        now && context?.before && now.version === context.before.version
          ? withoutSave(now, input, context.before)
          : now,
      );
      if (!(error instanceof LeftUnsent) || error instanceof OutdatedPage)
        outcomes.onFailed(input, error, context?.optimistic);
    },
    onSuccess: (saved, input) => {
      const { overwrote: _overwrote, refusedFields: _refusedFields, directSaveAt, at, ...profile } = saved;
      if (at !== undefined) observeServerTime(at);
      client.setQueryData(queryKey, (now) => withAnswer(now, input, profile));
      // The save is made, whatever fails here: it must not count as failed.
      guarded(() => outcomes.onSaved(input, saved));
      if (directSaveAt !== undefined) rememberDirectSave(directSaveAt);
    },
    onSettled: async (_saved, error, input) => {
      client.setQueryData(retryQuery.queryKey, noRetry);
      if (!(error instanceof LeftUnsent)) await removeSave(userId, input);
      void onChanged();
      if (!error) return; // the answer to a save is the profile
      // While another save is on its way, a refetch would show the state before it.
      if (client.isMutating({ mutationKey: saveKey }) === 1) void client.invalidateQueries({ queryKey });
    },
  });
  const sendOthers = useKeptSaves({ userId, mutate: saving.mutate, leaveSignal, takeOver, onChanged });

  return {
    /** Saves what was edited in this form. */
    send: (one: Save) => {
      note(one);
      saving.mutate(one);
    },
    /** Returns true while a save of this form is on its way. */
    isUnderWay: () =>
      client.isMutating({ mutationKey: saveKey, predicate: ({ state }) => isMadeHere(state.variables as Save) }) > 0,
    isMadeHere,
    /** why the latest save of this form failed */
    error: saving.error,
    /** why the latest attempt of any save failed, while the next is awaited; null otherwise */
    retryReason: retry.reason,
    /** Sends it now, without waiting for the next attempt. */
    retryNow: retry.now,
    /** how many saves of other tabs this browser keeps; null until that is known */
    others,
    /** Sends those from this page, under the ids they have. */
    sendOthers,
    /** Forgets a save that is not to be sent any more. */
    withdraw: async (unsent: Save) => {
      await removeSave(userId, unsent);
      await onChanged();
    },
  };
}
