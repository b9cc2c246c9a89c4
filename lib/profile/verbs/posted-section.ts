import 'server-only';
import { randomUUID } from 'node:crypto';
import { message } from '@/lib/texts/text';
import type { UnsavedForm } from '@/lib/profile/model/form-names';
import { sectionOf } from '@/lib/profile/model/sections';
import { fieldNames, omit, pick, type Texts } from '@/lib/profile/model/values';
import { left, type PostedForm } from './posted-form';

/** Returns the part of a posted form that is to be saved, and the texts of other sections, which stay as they are. */
export function partOf({ section, texts, bases, ...posted }: PostedForm): { part: PostedForm; others: Texts } {
  const names = fieldNames.filter((name) => section === undefined || sectionOf(name) === section);
  const part = { ...posted, section, texts: pick(texts, names), bases: pick(bases, names) };
  return { part, others: omit(texts, names) };
}

const OTHERS_UNSAVED = message('failure.othersUnsaved');
const NOTHING_HERE = message('failure.nothingHere');

/**
 * Returns what is left unsaved of a form of which one section was saved: what that left, and what was changed in
 * others. A section that is to be sent once more keeps the id of its save.
 */
export function unsavedWith(
  posted: PostedForm,
  { part, others }: ReturnType<typeof partOf>,
  unsaved: UnsavedForm | null,
): UnsavedForm | null {
  if (Object.keys(others).length === 0) return unsaved;
  const wasEmpty = Object.keys(part.texts).length === 0;
  const reason = unsaved?.message ?? (wasEmpty ? NOTHING_HERE : OTHERS_UNSAVED);
  const names = [...Object.keys(unsaved?.texts ?? {}), ...Object.keys(others)];
  const whole = left({ ...posted, token: unsaved?.token ?? randomUUID(), attempt: undefined }, names, {
    message: reason,
  });
  return {
    ...whole,
    ...(unsaved?.attempt && { attempt: unsaved.attempt }),
    errors: unsaved?.errors ?? {},
    partly: unsaved ? unsaved.partly : !wasEmpty,
  };
}
