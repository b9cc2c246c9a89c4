'use server';

import type { Route } from 'next';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { after, userAgent } from 'next/server';
import { getVisitor } from '@/lib/clerk/session/session';
import { log } from '@/lib/log';
import { unsavedUnverified } from '@/lib/profile/words/failure-words';
import { DIRECT_SAVE_COOKIE } from '@/lib/profile/model/direct-save-cookie';
import type { UnsavedForm } from '@/lib/profile/model/form-names';
import { readPostedForm, saveOf, unsavedOf, type PostedForm } from '@/lib/profile/verbs/posted-form';
import { partOf, unsavedWith } from '@/lib/profile/verbs/posted-section';
import type { Saved } from '@/lib/profile/model/profile';
import { parseSave } from '@/lib/profile/model/parse-save';
import { saveProfile } from '@/lib/profile/verbs/save-profile';
import { timeOfAnswer } from '@/lib/profile/verbs/time-of-answer';
import { fail, failed, failForNow, ok, type Result } from '@/lib/result';
import { message } from '@/lib/texts/text';

/**
 * Saves the signed-in user's edit and returns the profile with it, or why it is not saved, in words for a person.
 * A profile means committed, but for its `refusedFields`; a failure means not, or not for certain, saved. `authorId` is
 * who made the edit: another user may have signed in on the same browser since, and the edit is not theirs.
 */
export async function saveProfileAction(input: unknown, authorId: unknown): Promise<Result<Saved>> {
  const visitor = await getVisitor();
  if (visitor.is === 'unknown') {
    const { message: reason, ...why } = unsavedUnverified(visitor.why);
    return failForNow(reason, why);
  }
  if (visitor.is === 'signed out')
    return failed({
      message: message('failure.unsavedSignedOut'),
      later: true,
      signedOut: true,
    });
  const { userId } = visitor;
  if (authorId !== userId) return failForNow(message('failure.unsavedSomebodyElse'));
  const save = parseSave(input);
  if (!save.ok) return save;

  const { browser, os } = userAgent({ headers: await headers() });
  const device = [browser.name, os.name].filter(Boolean).join(' on ') || undefined;
  try {
    const saved = await saveProfile(userId, save.value, { device, afterAnswer: after });
    return saved.ok ? ok({ ...saved.value, at: timeOfAnswer() }) : saved;
  } catch (error) {
    log.error({ err: error, userId, saveId: save.value.saveId }, 'save failed');
    return fail(message('failure.unsavedFault'));
  }
}

/**
 * Saves the profile form as a browser posts it without the page's script. Returns what is not saved, and why, for the
 * page to begin with; where all is saved, it redirects to the page, so that a reload posts nothing again.
 */
export async function saveProfileFormAction(_before: UnsavedForm | null, form: FormData): Promise<UnsavedForm | null> {
  const posted = readPostedForm(form);
  const parts = partOf(posted);
  const unsaved = unsavedWith(posted, parts, await savePosted(parts.part));
  if (unsaved) return unsaved;
  redirect(posted.path as Route);
}

/** Saves a posted form, or a part of one, and returns what is left unsaved of it. */
async function savePosted(posted: PostedForm): Promise<UnsavedForm | null> {
  if (Object.keys(posted.texts).length === 0) return null;
  const saved = await saveProfileAction(saveOf(posted), posted.userId);
  if (saved.ok && saved.value.directSaveAt !== undefined)
    (await cookies()).set({ ...DIRECT_SAVE_COOKIE, value: String(saved.value.directSaveAt) });
  return unsavedOf(posted, saved);
}
