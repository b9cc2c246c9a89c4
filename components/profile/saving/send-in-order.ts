import type { Attempt, Profile, Save, Saved } from '@/lib/profile/model/profile';
import type { Result } from '@/lib/result';
import { guarded } from '@/components/browser/page-fault';
import { listSavesBefore, removeSave } from '@/components/offline/outbox';
import { withSendLock } from '@/components/offline/send-lock';
import { NotSaved } from '@/components/offline/send-with-retry';
import type { SaveProfile } from './save-type';

/** What is notified of the outcome of each save, also of those that an earlier visit left behind. */
export interface SaveOutcomes {
  /** `saved.refusedFields`: what of it is not saved */
  onSaved: (save: Save, saved: Saved) => void;
  /** `optimistic`: the profile as this save would have made it, which was shown meanwhile and proves nothing */
  onFailed: (save: Save, error: Error, optimistic?: Profile) => void;
}

/** Sends one attempt of a save, after the saves that this browser kept before it, and returns the answer. */
export const sendInOrder = (
  save: SaveProfile,
  userId: string,
  input: Save,
  attempt: Attempt,
  outcomes: SaveOutcomes,
): Promise<Result<Saved>> =>
  withSendLock(
    userId,
    async () => (await sendEarlier(save, userId, input, outcomes)) ?? save({ ...input, attempt }, userId),
  );

/** Returns the failure of an earlier save that cannot be taken for now, since this one cannot be either; else null. */
async function sendEarlier(
  save: SaveProfile,
  userId: string,
  input: Save,
  { onSaved, onFailed }: SaveOutcomes,
): Promise<Result<Saved> | null> {
  for (const earlier of await listSavesBefore(userId, input)) {
    const answer = await save({ ...earlier, attempt: 'retry-unanswered' }, userId);
    if (!answer.ok && answer.failure.later) return answer;
    guarded(() => {
      if (!answer.ok) onFailed(earlier, new NotSaved(answer.failure.message, answer.failure.errors, answer.failure));
      else if (answer.value.refusedFields) onSaved(earlier, answer.value);
    });
    await removeSave(userId, earlier);
  }
  return null;
}
