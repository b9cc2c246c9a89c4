import { isChanged } from '@/lib/profile/model/edits';
import type { Values } from '@/lib/profile/model/values';
import { forgetDrafts, listDrafts } from './drafts';
import { enqueueSave, listSavesInTime, removeSave } from './outbox';

/**
 * Returns true if this browser holds something unsaved of a user: drafts of any page, or saves that wait to be sent.
 * `saved` is the profile as it is shown; undefined if it is not known.
 */
export async function hasUnsaved(userId: string, saved: Values | undefined): Promise<boolean> {
  const isUnsaved = listDrafts(userId).some(({ name, drafts }) =>
    drafts.some((draft) => saved === undefined || isChanged(name, { [name]: draft }, saved)),
  );
  if (isUnsaved) return true;
  const saves = await listSavesInTime(userId);
  return saves === null || saves.length > 0; // where it is not known, one is asked
}

/** Removes all that this browser holds of a user and that is not saved. Returns what undoes that. */
export async function forgetUnsaved(userId: string): Promise<() => Promise<void>> {
  const remember = forgetDrafts(userId);
  const saves = (await listSavesInTime(userId)) ?? [];
  for (const save of saves) await removeSave(userId, save);
  return async () => {
    remember();
    for (const save of saves) await enqueueSave(userId, save);
  };
}
