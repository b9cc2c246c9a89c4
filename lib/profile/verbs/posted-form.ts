import 'server-only';
import { createHash, randomUUID } from 'node:crypto';
import type { Failure, Result } from '@/lib/result';
import { message } from '@/lib/texts/text';
import { withoutScript } from '@/lib/profile/words/failure-words';
import { isSameText, postedText } from '@/lib/profile/model/posted-text';
import { formNames, PROFILE_PATH, type UnsavedForm } from '@/lib/profile/model/form-names';
import { attempts, type Attempt, type Profile, type Save, type Saved } from '@/lib/profile/model/profile';
import { uuidOf } from '@/lib/profile/model/save-id';
import { isSameValue } from '@/lib/profile/model/value';
import { fieldNames, fromText, pick, type FieldName, type Patch, type Texts } from '@/lib/profile/model/values';

/** A form that a browser posted without the page's script. */
export interface PostedForm {
  userId: string;
  /** which of the forms of its page it is */
  form: string;
  token: string;
  /** undefined if the form was not posted before */
  attempt: Attempt | undefined;
  /** the fields whose control holds other text than the page showed, as they were typed */
  texts: Texts;
  /** what the page showed for those */
  bases: Texts;
  /** the section whose button was pressed, if each has one: only its fields are saved */
  section: string | undefined;
  /** where the form is: after a save, its page is opened again. Always one of this app */
  path: string;
}

/** Returns a posted form. A field is changed if its value is not the one that the form says it was shown with. */
export function readPostedForm(form: FormData): PostedForm {
  const text = (name: string): string | undefined => {
    const value = form.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const texts: Texts = {};
  const bases: Texts = {};
  for (const name of fieldNames) {
    const shown = text(formNames.base(name));
    const chosen = text(formNames.chosen(name));
    const posted = postedText(name, form.getAll(name), { isShown: shown !== undefined, chosen });
    if (posted === undefined || (shown !== undefined && isSameText(name, posted, shown))) continue;
    texts[name] = posted;
    if (shown !== undefined) bases[name] = shown;
  }
  const attempt = attempts.find((one) => one === text(formNames.attempt));
  return {
    userId: text(formNames.userId) ?? '',
    form: text(formNames.form) ?? '',
    token: text(formNames.token) ?? '',
    attempt,
    texts,
    bases,
    section: text(formNames.section),
    path: ownPath(text(formNames.path)),
  };
}

/** Somewhere on no real host, to see whether a path leads elsewhere. */
const HERE = 'http://here.invalid';

/** Returns the path that a form names as its page's, or the profile page's: no form leads to another origin. */
function ownPath(path = PROFILE_PATH): string {
  if (!path.startsWith('/') || !URL.canParse(path, HERE)) return PROFILE_PATH;
  const { origin, pathname, search } = new URL(path, HERE);
  const isOwn = origin === HERE && !pathname.startsWith('//'); // which a browser takes for another host
  return isOwn ? `${pathname}${search}` : PROFILE_PATH;
}

const storedIn = (texts: Texts): Patch =>
  Object.fromEntries(
    (Object.entries(texts) as [FieldName, string][]).map(([name, text]) => [name, fromText(name, text)]),
  );

/**
 * Returns the save that a posted form asks for. Its id is made of the page's token and of the patch: the same form
 * posted twice is one save, and another edit posted from the same page, by way of the browser's Back, is another.
 */
export function saveOf({
  token,
  attempt,
  texts,
  bases,
}: Pick<PostedForm, 'token' | 'attempt' | 'texts' | 'bases'>): Save {
  const content = JSON.stringify([token, Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1))]);
  return {
    saveId: uuidOf(createHash('sha256').update(content).digest(), 8),
    patch: storedIn(texts),
    base: storedIn(bases),
    ...(attempt && { attempt }),
  };
}

const CHANGED_SINCE = message('failure.changedSince');

/** Returns what is left unsaved of a posted form, and why; null if all of it is saved. */
export function unsavedOf(posted: PostedForm, saved: Result<Saved>): UnsavedForm | null {
  if (!saved.ok) {
    const { errors, later, uncertain } = saved.failure;
    const reason = withoutScript(saved.failure.message);
    const unsaved = left(posted, Object.keys(posted.texts), { message: reason, errors });
    return later ? { ...unsaved, attempt: uncertain ? 'retry-unanswered' : 'retry' } : unsaved;
  }
  const { refusedFields } = saved.value;
  if (refusedFields)
    return {
      ...left({ ...posted, attempt: undefined }, Object.keys(refusedFields.errors), refusedFields),
      partly: true,
    };
  const changed = changedSince(storedIn(posted.texts), saved.value);
  return changed.length === 0
    ? null
    : left({ ...posted, token: randomUUID(), attempt: undefined }, changed, { message: CHANGED_SINCE });
}

/** Returns these fields of a posted form as unsaved. */
export function left(
  { userId, form, texts, bases, ...posted }: PostedForm,
  names: readonly string[],
  { message: reason, errors = {} }: Pick<Failure, 'message' | 'errors'>,
): UnsavedForm {
  const unsaved = pick(texts, names);
  const save = saveOf({ ...posted, texts: unsaved, bases: pick(bases, names) });
  return {
    userId,
    form,
    token: posted.token,
    texts: unsaved,
    save,
    message: reason,
    errors: Object.fromEntries(fieldNames.flatMap((name) => (errors[name] ? [[name, errors[name]]] : []))),
    partly: false,
  };
}

/**
 * Returns the fields whose saved value is not the one just saved: the form was saved before, and others over it since.
 * Not of a direct save: Clerk may have changed its values itself.
 */
function changedSince(patch: Patch, { values, source }: Profile): FieldName[] {
  if (source === 'clerk') return [];
  return fieldNames.filter((name) => patch[name] !== undefined && !isSameValue(patch[name], values[name]));
}
