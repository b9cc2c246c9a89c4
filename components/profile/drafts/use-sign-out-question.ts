import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { profileQuery, saveKey } from '@/lib/profile/model/query/profile-query';
import { notifyPages, onPageMessage } from '@/components/offline/page-messages';
import { forgetUnsaved, hasUnsaved } from '@/components/offline/unsaved';
import { agreeToLeave } from '@/components/profile/hooks/use-leave-guard';

interface SignOut {
  state: 'no' | 'asking' | 'busy' | 'failed';
  /** Signs out, or asks first where something would be forgotten. */
  press: () => Promise<void>;
  /** Signs out and forgets what is not saved. */
  forget: () => Promise<void>;
  stay: () => void;
}

/**
 * Returns what signs a user out, so that nothing of theirs that is not saved stays in the browser for the next person:
 * they are asked before it is forgotten. Their pages in other tabs go too. If signing out fails, nothing is forgotten.
 */
export function useSignOutQuestion(userId: string, onSignOut: () => void | Promise<void>): SignOut {
  const client = useQueryClient();
  const [state, setState] = useState<SignOut['state']>('no');

  useEffect(
    () =>
      onPageMessage('signed out', (who) => {
        if (who !== userId) return;
        void forgetUnsaved(userId); // what this page has kept since
        agreeToLeave();
        window.location.replace('/sign-in');
      }),
    [userId],
  );

  async function forget() {
    setState('busy');
    const undo = await forgetUnsaved(userId);
    const notify = () => notifyPages('signed out', userId);
    agreeToLeave();
    window.addEventListener('pagehide', notify, { once: true }); // signing out leads away from this page
    try {
      await onSignOut();
      notify();
    } catch {
      window.removeEventListener('pagehide', notify);
      agreeToLeave(false);
      await undo();
      setState('failed');
    }
  }

  async function press() {
    setState('busy');
    const saved = client.getQueryData(profileQuery.queryKey)?.values;
    const isSaving = client.isMutating({ mutationKey: saveKey }) > 0;
    if (isSaving || (await hasUnsaved(userId, saved))) setState('asking');
    else await forget();
  }

  return { state, press, forget, stay: () => setState('no') };
}
