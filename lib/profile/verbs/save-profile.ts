import 'server-only';
import { message } from '@/lib/texts/text';
import { reasonOf, withPostgresFallback } from '@/lib/db/outage';
import { isOutcomeUnknown } from '@/lib/db/errors';
import { countDuringOutage } from '@/lib/db/outage-log';
import { log } from '@/lib/log';
import { failed, failForNow, failUncertain, ok, type Result } from '@/lib/result';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { WRITE_DEADLINE_MS } from '@/lib/clerk/users';
import { commitSave, type HowSaved } from './commit-save';
import { lookAtClerk } from '@/lib/profile/reconcile/look-at-clerk';
import {
  isGone,
  TOO_MANY_SAVES,
  UNSAVED_BEHIND,
  UNSAVED_BUSY,
  UNSAVED_GONE,
  UNCERTAIN_BUSY,
  unsaved,
} from '@/lib/profile/words/failure-words';
import { MAX_WAITING, withSaveLock } from './save-queue';
import { checks } from '@/lib/profile/checks';
import { withCheckSlot } from '@/lib/profile/checks/checks-at-once';
import { runChecks } from '@/lib/profile/checks/run-checks';
import { stopAtSizeFaults } from '@/lib/profile/core/sizes/size-faults';
import { fields } from '@/lib/profile/fields';
import { saveDirectly } from '@/lib/profile/direct/save-directly';
import { invalid } from '@/lib/profile/model/parse-save';
import type { Save, Saved } from '@/lib/profile/model/profile';
import type { Reasons } from '@/lib/profile/words/refusal-words';

// What Clerk could not hold is never saved: a build stops here, as Next then loads every route.
stopAtSizeFaults(fields);

/**
 * How long a save waits for a read of Clerk if the mirror is possibly stale, in ms. Without it the answer may lack a
 * direct save, which then seems lost for a moment. The merge does not depend on it: it compares the times of saves.
 */
const READ_WITHIN_MS = 300;

/**
 * Saves a patch and returns the profile with it. The save is then committed in Postgres, and is pushed to Clerk next;
 * while Postgres is unreachable it is a direct save (`source` is `clerk`). The same `saveId` again changes nothing.
 * `overwrote` in the answer holds the values that replaced `save.base` in the meantime, and that this save has
 * replaced. What a check refuses is not saved, unless this save was committed before.
 *
 * A failure means: not saved, or not for certain. One person's saves run one after the other, and fail for now if too
 * many wait.
 * @throws what is a fault of ours
 */
export async function saveProfile(userId: SignedInUserId, save: Save, how: HowSaved = {}): Promise<Result<Saved>> {
  // before anybody waits for it in the queue; no more of them at once than it takes
  const complaints = await withCheckSlot(userId, MAX_WAITING + 1, () => complaintsAbout(userId, save));
  if (!complaints) return failForNow(TOO_MANY_SAVES);
  const queued = await withSaveLock(userId, () =>
    withPostgresFallback(() => saveInPostgres(userId, save, how, complaints), {
      unreachable: () => {
        countDuringOutage('saves');
        return saveDirectly(userId, save, complaints);
      },
      busy: async (error) => notSavedForBusy(userId, save, error),
    }),
  );
  if (typeof queued === 'object') return queued.outcome;
  return failForNow(queued === 'too many ahead' ? TOO_MANY_SAVES : UNSAVED_BEHIND);
}

/** Returns the messages of the checks that refuse a save. A check that says nothing in time leaves it to Clerk. */
async function complaintsAbout(userId: string, { saveId, patch }: Save): Promise<Reasons> {
  const { messages, unanswered } = await runChecks(checks, patch, userId);
  if (unanswered.length > 0) log.warn({ userId, saveId, unanswered }, 'a save goes on without what a check would say');
  return messages;
}

function notSavedForBusy(userId: string, { saveId }: Save, error: unknown): Result<never> {
  log.warn({ userId, saveId, why: reasonOf(error) }, 'not saved for now: Postgres is busy');
  const cause = message('technical.busy');
  return isOutcomeUnknown(error) ? failUncertain(UNCERTAIN_BUSY, cause) : failForNow(UNSAVED_BUSY, { cause });
}

/** Commits a save in Postgres, after a read of Clerk if the mirror is missing or possibly stale. */
async function saveInPostgres(
  userId: SignedInUserId,
  save: Save,
  how: HowSaved,
  complaints: Reasons,
): Promise<Result<Saved>> {
  const isRefused = Object.keys(complaints).length > 0;
  const saved = await commitSave(userId, save, { ...how, isRefused });
  if (typeof saved === 'object') return ok(saved);
  if (saved === 'refused') return invalid(complaints);

  // Without a row the profile is only in Clerk; and a retry may be there already, as a direct save.
  const isRetry = (save.attempt ?? 'first') !== 'first';
  const looked = await lookAtClerk(
    userId,
    saved === 'no row' || isRetry || isRefused ? WRITE_DEADLINE_MS : READ_WITHIN_MS,
    0,
  );
  const savedNow = await commitSave(userId, save, { ...how, isRefused, evenIfStale: true });
  if (typeof savedNow === 'object') return ok(savedNow);
  if (savedNow === 'refused' && !(isRetry && looked.failure)) return invalid(complaints);
  const { failure } = looked;
  if (!failure) return failed(UNSAVED_GONE);
  log.error({ userId, failure }, 'save of an unknown profile: Clerk could not be read');
  if (isGone(failure)) return failed(UNSAVED_GONE);
  const { message, ...why } = unsaved(failure, 'does not know it');
  return failForNow(message, why);
}
