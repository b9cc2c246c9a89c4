import 'server-only';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import type { ClerkFailure } from '@/lib/clerk/errors';
import { getClerkUser } from '@/lib/clerk/users';
import { commitWait, latestNow } from '@/lib/db/clock';
import { publishPastPostgres } from '@/lib/events/publish';
import { log } from '@/lib/log';
import { fail, failed, failForNow, ok, type Result } from '@/lib/result';
import { changesTo } from '@/lib/profile/core/apply-save';
import { fromClerk, directSavesOf, isMirrorOnly } from '@/lib/profile/core/clerk-shape';
import {
  PARTLY_SAVED,
  UNCERTAIN_CHANGED,
  UNCERTAIN_RETRY,
  UNCERTAIN_UNANSWERED,
  UNCERTAIN_UNCONFIRMED,
  UNSAVED_REFUSED,
  UNSAVED_UNNAMED,
  UNSAVED_WAITING,
} from '@/lib/profile/words/direct-save-words';
import { isGone, UNSAVED_GONE, unsaved, WITHOUT_POSTGRES } from '@/lib/profile/words/failure-words';
import { rememberStale, markStaleNow } from './stale-users';
import { invalid } from '@/lib/profile/model/parse-save';
import type { Save, Saved } from '@/lib/profile/model/profile';
import { refusedFieldsInWords, type Reasons } from '@/lib/profile/words/refusal-words';
import { overwroteOf } from '@/lib/profile/core/apply-save';
import { profileFromClerk } from '@/lib/profile/core/to-profile';
import { reasonsOf, recordDirectSave } from '@/lib/profile/core/direct-save-log';
import { isSameValue } from '@/lib/profile/model/value';
import { omit, type FieldName, type Patch } from '@/lib/profile/model/values';
import { writeDirect } from './write-direct';
import { message } from '@/lib/texts/text';
import { sizeOf } from './write-accepted';

/** How often a save is written if something else keeps changing the same fields. */
const ROUNDS = 3;

/**
 * Saves a patch straight to Clerk while Postgres is unreachable, and returns the profile as Clerk then holds it. An
 * entry in the direct-save log records the time of the save, for later merges, and its `saveId`: the same one again
 * changes nothing. `refusedFields` in the answer holds what Clerk refused of it.
 *
 * A failure means: not saved, or not for certain. A retry is safe. A save of a field that only Postgres keeps waits for
 * it, as a whole. A `retry-unanswered` that is not in the log fails:
 * it waits for Postgres. One with `complaints` of checks is not saved, unless the log has it.
 */
export async function saveDirectly(
  userId: SignedInUserId,
  { saveId, patch, base, attempt }: Save,
  complaints: Reasons = {},
): Promise<Result<Saved>> {
  if ((Object.keys(patch) as FieldName[]).some(isMirrorOnly)) return failForNow(UNSAVED_WAITING, WITHOUT_POSTGRES);
  const before = await getClerkUser(userId);
  if (!before.ok) return notRead(userId, before.failure);
  const directSaves = directSavesOf(before.value.privateMetadata);
  const known = directSaves?.saves[saveId];
  if (known)
    return ok({
      ...profileFromClerk(before.value),
      ...refusedFieldsInWords(reasonsOf(known)),
      directSaveAt: latestNow(),
    });
  // Postgres may have it already, and a later save over it, which this one would replace.
  if (attempt === 'retry-unanswered') return failForNow(UNCERTAIN_RETRY, WITHOUT_POSTGRES);
  if (Object.keys(complaints).length > 0) return invalid(complaints);

  rememberStale(userId); // before the first write: whatever its outcome, the mirror is to be resynced
  let accepted: Patch = patch;
  let refused: Reasons = {};
  let landed: Patch = {}; // in Clerk for certain, whatever failed afterwards
  for (let round = 0; round < ROUNDS; round += 1) {
    const earlier = refused;
    const written = await writeDirect(userId, accepted, (entry) =>
      recordDirectSave(directSaves, { ...entry, saveId, patch, refused: { ...earlier, ...entry.refused } }),
    );
    accepted = written.accepted;
    refused = { ...earlier, ...written.refused };
    landed = { ...landed, ...written.landed };
    const { failure, user } = written;
    if (failure)
      return notSaved(userId, failure, {
        landed,
        missing: omit(accepted, [...Object.keys(landed), ...Object.keys(written.uncertain)]),
      });
    if (!user) return fail(UNSAVED_REFUSED, refused);
    // A push of another process, which does not know of this save, may have come between our two calls: write again.
    const inClerk = fromClerk(user);
    if (!(Object.keys(accepted) as FieldName[]).every((name) => isSameValue(inClerk[name], accepted[name]))) continue;
    const landedAt = latestNow(); // whoever reads Clerk from now on finds it
    publishPastPostgres({ kind: 'stale', userId, at: landedAt });
    rememberStale(userId); // a resync may have read Clerk in between
    await Promise.all([markStaleNow(userId), commitWait(written.at)]); // so that every later save has a later time
    return ok({
      ...profileFromClerk(user),
      overwrote: overwroteOf(changesTo(fromClerk(before.value), accepted), base),
      ...refusedFieldsInWords(refused),
      directSaveAt: landedAt,
    });
  }
  log.error(
    { userId },
    'not saved for certain: Postgres is unreachable, and the names are changed in Clerk all the time',
  );
  return failForNow(UNCERTAIN_CHANGED, WITHOUT_POSTGRES);
}

/** Returns the failure of a save for which Clerk could not be read, so that nothing was written. */
function notRead(userId: string, failure: ClerkFailure): Result<never> {
  if (failure.kind === 'transient')
    return notSaved(userId, { ...failure, unknown: false }, { landed: {}, missing: {} });
  if (isGone(failure)) return failed(UNSAVED_GONE);
  log.error({ userId, failure }, 'not saved: Postgres is unreachable and Clerk cannot be read');
  const { message: reason, ...why } = unsaved(failure, 'is unreachable');
  return failForNow(reason, why);
}

/**
 * Returns the failure of a save that was not completed: `landed` is in Clerk for certain, `missing` is certainly not.
 * What is in neither may be there.
 */
function notSaved(
  userId: string,
  failure: ClerkFailure,
  { landed, missing }: Record<'landed' | 'missing', Patch>,
): Result<never> {
  log.error(
    { userId, failure, landed: Object.keys(landed), missing: Object.keys(missing) },
    'not saved: Postgres is unreachable and Clerk did not take it',
  );
  const isPartly = sizeOf(landed) > 0;
  if (isPartly && sizeOf(missing) > 0) return failForNow(PARTLY_SAVED, WITHOUT_POSTGRES);
  if (failure.kind === 'transient' && failure.unknown) return failForNow(UNCERTAIN_UNANSWERED, WITHOUT_POSTGRES);
  if (isPartly) return failForNow(UNCERTAIN_UNCONFIRMED, WITHOUT_POSTGRES);
  if (failure.kind === 'refused')
    return failForNow(UNSAVED_UNNAMED, {
      cause: message('technical.withoutPostgresRefused', { message: failure.message }),
    });
  const { message: reason, ...why } = unsaved(failure, 'is unreachable');
  return failForNow(reason, why);
}
