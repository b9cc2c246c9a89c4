import 'server-only';
import { reasonOf, withPostgresFallback } from '@/lib/db/outage';
import { isOutcomeUnknown } from '@/lib/db/errors';
import { countDuringOutage } from '@/lib/db/outage-log';
import { inTransaction } from '@/lib/db/queries/profile-transaction';
import { log } from '@/lib/log';
import { fail, failForNow, failUncertain, ok, type Result } from '@/lib/result';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { pullFromClerk, pullWithin } from './pull-from-clerk';
import { applySave } from '@/lib/profile/core/apply-save';
import {
  isGone,
  TOO_MANY_SAVES,
  UNSAVED_BEHIND,
  UNSAVED_BUSY,
  UNSAVED_GONE,
  UNCERTAIN_BUSY,
  unsavedInWords,
} from '@/lib/profile/words/failure-words';
import { mirrorColumns, readMirror } from '@/lib/profile/core/mirror-row';
import { toProfile } from '@/lib/profile/core/to-profile';
import { isPossiblyStale } from '@/lib/profile/direct/is-possibly-stale';
import { withSaveLock } from './save-queue';
import { saveDirectly } from '@/lib/profile/direct/save-directly';
import { notifyChange } from './notify-change';
import type { Save, Saved } from '@/lib/profile/model/profile';
import { refusedFieldsInWords } from '@/lib/profile/words/refusal-words';
import { overwroteOf, refusedIn } from '@/lib/profile/core/overwrote';

/**
 * How long a save waits for a pull of a possibly stale mirror, in ms. Without it the answer may lack a direct save,
 * which then seems lost for a moment. The merge does not depend on it: it compares the times of saves.
 */
const PULL_WAIT_MS = 300;

/**
 * Saves a patch and returns the profile with it. The save is then committed in Postgres, and the caller pushes it to
 * Clerk next; while Postgres is unreachable it is a direct save (`source` is `clerk`). The same `saveId` again changes
 * nothing. `device` names where the save came from, for history. `overwrote` in the answer holds the values that
 * replaced `save.base` in the meantime, and that this save has replaced.
 *
 * A failure means: not saved, or not for certain. One person's saves run one after the other, and fail for now if too
 * many wait.
 * @throws what is a fault of ours
 */
export async function saveProfile(userId: SignedInUserId, save: Save, device?: string): Promise<Result<Saved>> {
  const queued = await withSaveLock(userId, () =>
    withPostgresFallback(() => saveInPostgres(userId, save, device), {
      unreachable: () => {
        countDuringOutage('saves');
        return saveDirectly(userId, save);
      },
      busy: async (error) => notSavedForBusy(userId, save, error),
    }),
  );
  if (typeof queued === 'object') return queued.outcome;
  return failForNow(queued === 'too many ahead' ? TOO_MANY_SAVES : UNSAVED_BEHIND);
}

function notSavedForBusy(userId: string, { saveId }: Save, error: unknown): Result<never> {
  log.warn({ userId, saveId, why: reasonOf(error) }, 'not saved for now: Postgres is busy');
  return isOutcomeUnknown(error) ? failUncertain(UNCERTAIN_BUSY) : failForNow(UNSAVED_BUSY);
}

/** Commits a save in Postgres, after a pull if the mirror is missing or possibly stale. */
async function saveInPostgres(userId: SignedInUserId, save: Save, device?: string): Promise<Result<Saved>> {
  const saved = await commitSave(userId, save, device);
  if (typeof saved === 'object') return ok(saved);

  // Without a row the profile is only in Clerk; and a retry may be there already, as a direct save.
  const isRetry = (save.attempt ?? 'first') !== 'first';
  const pulled = saved === 'no row' || isRetry ? await pullFromClerk(userId) : await pullWithin(PULL_WAIT_MS, userId);
  const savedNow = await commitSave(userId, save, device, true);
  if (typeof savedNow === 'object') return ok(savedNow);
  if (!pulled || pulled.ok) return fail(UNSAVED_GONE);
  log.error({ userId, failure: pulled.failure }, 'save of an unknown profile: Clerk could not be read');
  return isGone(pulled.failure) ? fail(UNSAVED_GONE) : failForNow(unsavedInWords(pulled.failure, 'does not know it'));
}

/** Commits a save in Postgres. Saves nothing if there is no row, or if it is possibly stale, unless `evenIfStale`. */
const commitSave = (
  userId: string,
  save: Save,
  device?: string,
  evenIfStale = false,
): Promise<Saved | 'no row' | 'possibly stale'> =>
  inTransaction(async (tx) => {
    const row = await tx.lock(userId);
    if (!row) return 'no row';
    const before = readMirror(row);
    if (isPossiblyStale(before) && !evenIfStale) return 'possibly stale';
    const source = isPossiblyStale(before) ? 'mirror' : 'checked';
    const { mirror, changes } = applySave(before, save, await tx.now());
    if (
      !(await tx.addChange({
        userId,
        revision: mirror.revision,
        saveId: save.saveId,
        source: 'device',
        device,
        changes,
      }))
    ) {
      const same = await tx.findSave(userId, save.saveId);
      return {
        ...toProfile(before, source),
        overwrote: overwroteOf(same?.changes ?? {}, save.base),
        ...refusedFieldsInWords(refusedIn(same?.changes ?? {})),
      };
    }
    await tx.update(userId, mirrorColumns(mirror));
    await notifyChange(tx, userId, mirror);
    return { ...toProfile(mirror, source), overwrote: overwroteOf(changes, save.base) };
  });
