import { useQueryClient } from '@tanstack/react-query';
import { holdsPatch, type Edits } from '@/lib/profile/model/edits';
import type { Save } from '@/lib/profile/model/profile';
import { saveKey } from '@/lib/profile/model/query/profile-query';

/**
 * Returns what tells whether closing the page would lose something: an edit that the browser does not keep as a draft,
 * or a save on its way that it keeps neither to be sent nor as a draft.
 */
export function useWouldLose(edits: Edits, hasChanges: boolean, areDraftsKept: () => boolean): () => boolean {
  const client = useQueryClient();
  return () => {
    const kept = areDraftsKept();
    if (hasChanges && !kept) return true;
    const sending = client.getMutationCache().findAll({ mutationKey: saveKey, status: 'pending' });
    return sending.some(({ state: { variables, context } }) => {
      const isInOutbox = (context as { isKept: boolean } | undefined)?.isKept ?? false;
      return !isInOutbox && !(kept && holdsPatch(edits, (variables as Save).patch));
    });
  };
}
