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
  UNSURE_BUSY,
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
import { refusedIn, overwrittenBy } from '@/lib/profile/core/overwrote';

/**
 * How long a save waits for the mirror to catch up with Clerk where that may have missed something, in ms: an answer
 * without it would look for a moment as if it had gone. Nothing depends on the wait but this look: the times of saves
 * say which is the later.
 */
const HEAR_CLERK_FOR_MS = 300;

/**
 * Saves a patch. When this gives a profile, the save is committed in Postgres and will reach Clerk, whatever fails
 * next; pushing it is the caller's next step. While Postgres is unreachable it is in Clerk instead (`source` is "clerk"). The
 * same `saveId` again changes nothing and gives the profile as it is. A message means that it is not, or not for
 * certain, saved. `device` is a short name of where the save came from, for history; where `save.base` is given, the
 * answer tells what the save replaced that was not known to it. The saves of one person are made one after the other,
 * and those that find too many waiting are to be sent again.
 */
export async function saveProfile(userId: SignedInUserId, save: Save, device?: string): Promise<Result<Saved>> {
  const turn = await withSaveLock(userId, () =>
    withPostgresFallback(() => saveInPostgres(userId, save, device), {
      unreachable: () => {
        countDuringOutage('saves');
        return saveDirectly(userId, save);
      },
      busy: async (error) => notSavedForBusy(userId, save, error),
    }),
  );
  if (typeof turn === 'object') return turn.made;
  return failForNow(turn === 'too many ahead' ? TOO_MANY_SAVES : UNSAVED_BEHIND);
}

function notSavedForBusy(userId: string, { saveId }: Save, error: unknown): Result<never> {
  log.warn({ userId, saveId, why: reasonOf(error) }, 'not saved for now: Postgres is busy');
  return isOutcomeUnknown(error) ? failUncertain(UNSURE_BUSY) : failForNow(UNSAVED_BUSY);
}

async function saveInPostgres(userId: SignedInUserId, save: Save, device?: string): Promise<Result<Saved>> {
  const saved = await commitSave(userId, save, device);
  if (typeof saved === 'object') return ok(saved);

  // What the edit was made on is only in Clerk; and one that was sent before may be there too.
  const mayBeThere = (save.attempt ?? 'first') !== 'first';
  const pulled =
    saved === 'no row' || mayBeThere ? await pullFromClerk(userId) : await pullWithin(HEAR_CLERK_FOR_MS, userId);
  const savedNow = await commitSave(userId, save, device, true);
  if (typeof savedNow === 'object') return ok(savedNow);
  if (!pulled || pulled.ok) return fail(UNSAVED_GONE);
  log.error({ userId, failure: pulled.failure }, 'save of an unknown profile: Clerk could not be read');
  return isGone(pulled.failure) ? fail(UNSAVED_GONE) : failForNow(unsavedInWords(pulled.failure, 'does not know it'));
}

/** Commits a save, unless there is no row, or one that may have missed something. */
const commitSave = (
  userId: string,
  save: Save,
  device?: string,
  evenIfStale = false,
): Promise<Saved | 'no row' | 'may have missed'> =>
  inTransaction(async (tx) => {
    const row = await tx.lock(userId);
    if (!row) return 'no row';
    const before = readMirror(row);
    if (isPossiblyStale(before) && !evenIfStale) return 'may have missed';
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
        overwrote: overwrittenBy(same?.changes ?? {}, save.base),
        ...refusedFieldsInWords(refusedIn(same?.changes ?? {})),
      };
    }
    await tx.update(userId, mirrorColumns(mirror));
    await notifyChange(tx, userId, mirror);
    return { ...toProfile(mirror, source), overwrote: overwrittenBy(changes, save.base) };
  });
