import 'server-only';
import { createHash } from 'node:crypto';
import type { Failure, Result } from '@/lib/result';
import { withoutScript } from './failure-words';
import { formNames, type UnsavedForm } from './form-names';
import type { Save, Saved } from './profile';
import { uuidOf } from './save-id';
import { fieldNames, pick, type Patch } from './values';

/** The form as a browser posted it without the page's script. */
export interface PostedForm {
  person: string;
  token: string;
  /** the fields whose value is another than the one that the page showed, as they were typed */
  patch: Patch;
  /** what the page showed of those */
  base: Patch;
}

/** Reads a posted form. A field counts as changed where its value is not the one that the form says it was shown with. */
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
  return { person: text(formNames.person) ?? '', token: text(formNames.token) ?? '', patch: patch, base: base };
}

/** A single-line input leaves line breaks out by itself, and a post makes CRLF of those in hidden ones. */
const onOneLine = (value: string): string => value.replace(/[\r\n]/g, '');

/**
 * The save that a posted form asks for. Its id is made of the page's token and of what is saved: the same form posted twice is one save, and another
 * edit posted from the same page, by way of the browser's Back, is another.
 */
export function saveOf({ token, patch, base }: Pick<PostedForm, 'token' | 'patch' | 'base'>): Save {
  const content = JSON.stringify([token, Object.entries(patch).sort(([a], [b]) => (a < b ? -1 : 1))]);
  return { saveId: uuidOf(createHash('sha256').update(content).digest(), 8), baseRevision: 0, patch: patch, base: base };
}

/** What is left unsaved of a posted form, and why; null where all of it is saved. */
export function unsavedOf(posted: PostedForm, saved: Result<Saved>): UnsavedForm | null {
  const { person, token, patch, base } = posted;
  const left = ({ message, errors = {} }: Pick<Failure, 'message' | 'errors'>, names: readonly string[], partly: boolean): UnsavedForm => ({
    person,
    token,
    save: saveOf({ token, patch: pick(patch, names), base: pick(base, names) }),
    message,
    errors: Object.fromEntries(fieldNames.flatMap((name) => (errors[name] ? [[name, errors[name]]] : []))),
    partly,
  });
  if (!saved.ok) return left({ ...saved, message: withoutScript(saved.message) }, Object.keys(patch), false);
  const { turnedDown } = saved.value;
  return turnedDown ? left(turnedDown, Object.keys(turnedDown.errors), true) : null;
}
