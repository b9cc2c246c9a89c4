import 'server-only';
import { createHash, randomUUID } from 'node:crypto';
import type { Failure, Result } from '@/lib/result';
import { withoutScript } from '@/lib/profile/words/failure-words';
import { formNames, type UnsavedForm } from '@/lib/profile/model/form-names';
import { attempts, type Attempt, type Profile, type Save, type Saved } from '@/lib/profile/model/profile';
import { uuidOf } from '@/lib/profile/model/save-id';
import { fieldNames, patchSchema, pick, type FieldName, type Patch } from '@/lib/profile/model/values';

/** A form that a browser posted without the page's script. */
export interface PostedForm {
  userId: string;
  token: string;
  /** undefined if the form was not posted before */
  attempt: Attempt | undefined;
  /** the fields whose value is not the one that the page showed, as they were typed */
  patch: Patch;
  /** the values that the page showed for those */
  base: Patch;
}

/** Returns a posted form. A field is changed if its value is not the one that the form says it was shown with. */
export function readPostedForm(form: FormData): PostedForm {
  const text = (name: string): string | undefined => {
    const value = form.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const patch: Record<string, string> = {};
  const base: Record<string, string> = {};
  for (const name of fieldNames) {
    const value = text(name);
    const shown = text(formNames.base(name));
    if (value === undefined || (shown !== undefined && onOneLine(value) === onOneLine(shown))) continue;
    patch[name] = value;
    if (shown !== undefined) base[name] = shown;
  }
  const attempt = attempts.find((one) => one === text(formNames.attempt));
  return { userId: text(formNames.userId) ?? '', token: text(formNames.token) ?? '', attempt, patch, base };
}

/** A single-line input leaves line breaks out, and a post turns those of hidden inputs into CRLF. */
const onOneLine = (value: string): string => value.replace(/[\r\n]/g, '');

/**
 * Returns the save that a posted form asks for. Its id is made of the page's token and of the patch: the same form
 * posted twice is one save, and another edit posted from the same page, by way of the browser's Back, is another.
 */
export function saveOf({ token, attempt, patch, base }: Omit<PostedForm, 'userId'>): Save {
  const content = JSON.stringify([token, Object.entries(patch).sort(([a], [b]) => (a < b ? -1 : 1))]);
  return {
    saveId: uuidOf(createHash('sha256').update(content).digest(), 8),
    patch,
    base,
    ...(attempt && { attempt }),
  };
}

const CHANGED_SINCE = 'This was saved before, and has been changed since. Press Save to have it so once more.';

/** Returns what is left unsaved of a posted form, and why; null if all of it is saved. */
export function unsavedOf(posted: PostedForm, saved: Result<Saved>): UnsavedForm | null {
  if (!saved.ok) {
    const { message, errors, later, uncertain } = saved.failure;
    const unsaved = left(posted, Object.keys(posted.patch), { message: withoutScript(message), errors });
    return later ? { ...unsaved, attempt: uncertain ? 'retry-unanswered' : 'retry' } : unsaved;
  }
  const { refusedFields } = saved.value;
  if (refusedFields)
    return {
      ...left({ ...posted, attempt: undefined }, Object.keys(refusedFields.errors), refusedFields),
      partly: true,
    };
  const changed = changedSince(posted.patch, saved.value);
  return changed.length === 0
    ? null
    : left({ ...posted, token: randomUUID(), attempt: undefined }, changed, { message: CHANGED_SINCE });
}

function left(
  { userId, patch, base, ...posted }: PostedForm,
  names: readonly string[],
  { message, errors = {} }: Pick<Failure, 'message' | 'errors'>,
): UnsavedForm {
  const save = saveOf({ ...posted, patch: pick(patch, names), base: pick(base, names) });
  return {
    userId,
    token: posted.token,
    save,
    message,
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
  const stored = patchSchema.safeParse(patch).data ?? {};
  return fieldNames.filter((name) => stored[name] !== undefined && stored[name] !== values[name]);
}
