import 'server-only';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import type { ClerkFailure } from '@/lib/clerk/errors';
import { getClerkUser } from '@/lib/clerk/users';
import { commitWait } from '@/lib/db/clock';
import { log } from '@/lib/log';
import { fail, failForNow, ok, type Result } from '@/lib/result';
import { changesTo } from '@/lib/profile/core/apply-save';
import { fromClerk, directSavesOf } from '@/lib/profile/core/clerk-shape';
import { isGone, UNSAVED_GONE, unsavedInWords } from '@/lib/profile/words/failure-words';
import { rememberStale, markStaleNow } from './stale-users';
import type { Save, Saved } from '@/lib/profile/model/profile';
import { refusedFieldsInWords, type Reasons } from '@/lib/profile/words/refusal-words';
import { overwroteOf } from '@/lib/profile/core/overwrote';
import { profileFromClerk } from '@/lib/profile/core/to-profile';
import { recordDirectSave } from '@/lib/profile/core/direct-save-log';
import { omit, type FieldName, type Patch } from '@/lib/profile/model/values';
import { writeDirect } from './write-direct';
import { sizeOf } from './write-accepted';

/** How often a save writes the names, where something else keeps changing them meanwhile. */
const ROUNDS = 3;

/**
 * Saves a patch in Clerk directly, for the time that Postgres is unreachable: acknowledged when Clerk has all of it but the
 * fields that it does not take, of which `refusedFields` tells. A stamp in the user's private metadata tells later merges
 * when each field was saved, and the same `saveId` again changes nothing. A `retry-unanswered` that Clerk does not know
 * waits for Postgres. A message means that it is not, or not for certain, saved; sending it again is safe.
 */
export async function saveDirectly(
  userId: SignedInUserId,
  { saveId, patch, base, attempt }: Save,
): Promise<Result<Saved>> {
  const before = await getClerkUser(userId);
  if (!before.ok) return notRead(userId, before.failure);
  const stamp = directSavesOf(before.value.privateMetadata);
  const known = stamp?.saves[saveId];
  if (known) return ok({ ...profileFromClerk(before.value), ...refusedFieldsInWords(known.refused ?? {}) });
  // Postgres may have it, and a later one over it: made now, it would replace that.
  if (attempt === 'retry-unanswered')
    return failForNow('It is not certain that this is saved: our database is unreachable. Your edit is still here.');

  rememberStale(userId); // before the first write: whatever becomes of it, the mirror has to look
  let left: Patch = patch;
  let refused: Reasons = {};
  let landed: Patch = {}; // written in Clerk for certain, whatever came after it
  for (let round = 0; round < ROUNDS; round += 1) {
    const earlier = refused;
    const written = await writeDirect(userId, left, (at, saved, refusedNow) =>
      recordDirectSave(stamp, { saveId, at, patch, saved, refused: { ...earlier, ...refusedNow } }),
    );
    left = written.accepted;
    refused = { ...earlier, ...written.refused };
    landed = { ...landed, ...written.landed };
    const { failure, user } = written;
    if (failure)
      return notSaved(userId, failure, {
        landed,
        missing: omit(left, [...Object.keys(landed), ...Object.keys(written.uncertain)]),
      });
    if (!user) return fail('Clerk refused this, so it is not saved.', refused);
    // A push of another process may have come between the two calls, in ignorance of this save: nobody but us can know.
    const there = fromClerk(user);
    if (!(Object.keys(left) as FieldName[]).every((name) => there[name] === left[name])) continue;
    await Promise.all([markStaleNow(userId), commitWait(written.at)]); // no save after this one may look older
    return ok({
      ...profileFromClerk(user),
      overwrote: overwroteOf(changesTo(fromClerk(before.value), left), base),
      ...refusedFieldsInWords(refused),
    });
  }
  log.error(
    { userId },
    'not saved for certain: Postgres is unreachable, and the names are changed in Clerk all the time',
  );
  return failForNow(
    'It is not certain that this is saved: our database is unreachable, and your name is changed in Clerk all the time. Your edit is still here.',
  );
}

/** Clerk could not even be read: nothing was written. */
function notRead(userId: string, failure: ClerkFailure): Result<never> {
  if (failure.kind === 'transient')
    return notSaved(userId, { ...failure, unknown: false }, { landed: {}, missing: {} });
  if (isGone(failure)) return fail(UNSAVED_GONE);
  log.error({ userId, failure }, 'not saved: Postgres is unreachable and Clerk cannot be read');
  return failForNow(unsavedInWords(failure, 'is unreachable'));
}

/**
 * `landed` was written in Clerk for certain, `missing` certainly not; where all but the stamp was, or perhaps was,
 * nobody can say which.
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
  const some = sizeOf(landed) > 0;
  if (some && sizeOf(missing) > 0)
    return failForNow(
      'Only part of this is saved: our database is unreachable, and Clerk did not take the rest. All of your edit is still here.',
    );
  if (failure.kind === 'transient' && failure.unknown)
    return failForNow(
      'It is not certain that this is saved: our database is unreachable, and Clerk did not answer in time. Your edit is still here.',
    );
  if (some)
    return failForNow(
      'It is not certain that this is saved: our database is unreachable, and Clerk has not confirmed all of it. Your edit is still here.',
    );
  if (failure.kind === 'refused')
    return failForNow(
      'Not saved: our database is unreachable, and Clerk does not say which field it refuses. Your edit is still here.',
    );
  return failForNow(unsavedInWords(failure, 'is unreachable'));
}
