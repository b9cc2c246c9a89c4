import type { Text } from '@/lib/texts/text';
import type { Profile } from './profile';
import { isSameValue, type Value } from './value';
import {
  fieldNames,
  fromText,
  messageOfText,
  toText,
  type FieldName,
  type Patch,
  type Texts,
  type Values,
} from './values';

/** What the control of one field holds after an edit, and the saved value that it was edited over. */
export interface Edit {
  text: string;
  base: Value;
  /** when it was typed, ms since 1970, if an earlier page of this browser left it; null if that is not known */
  at?: number | null;
}

/** Only fields that were edited have an entry: all others show the saved profile. */
export type Edits = Partial<Record<FieldName, Edit>>;

/** One message a field. */
export type Messages = Partial<Record<FieldName, Text>>;

/** Returns the text that a control shows: the edit's where there is one, else that of the saved value. */
export const shownText = (name: FieldName, edits: Edits, saved: Values): string =>
  edits[name]?.text ?? toText(name, saved[name]);

/** Returns the values as they would be if all edits were stored; a text that breaks its rule stays text. */
export const shownValues = (edits: Edits, saved: Values): Values =>
  Object.fromEntries(
    fieldNames.map((name) => [name, edits[name] ? fromText(name, edits[name].text) : saved[name]]),
  ) as Values;

/**
 * Returns true for an edit by which a save would change something; one that was typed back is none. `sending` is what
 * saves on their way carry: the next save is made over that, whatever is drawn meanwhile.
 */
export function isChanged(name: FieldName, edits: Edits, saved: Values, sending: Patch = {}): boolean {
  const edit = edits[name];
  return (
    edit !== undefined &&
    edit.text !== toText(name, heldBy(sending, name, edit.base)) &&
    !isSameValue(fromText(name, edit.text), heldBy(sending, name, saved[name]))
  );
}

/** The value in a patch, null too, or another where it has none. */
const heldBy = (patch: Patch, name: FieldName, other: Value): Value => {
  const value = patch[name];
  return value === undefined ? other : value;
};

/** Returns what a save would send, and the messages of invalid edits. `sending`: what saves on their way carry. */
export function readEdits(edits: Edits, saved: Values, sending: Patch = {}): { patch: Patch; errors: Messages } {
  const patch: Patch = {};
  const errors: Messages = {};
  for (const name of fieldNames) {
    const edit = edits[name];
    if (!edit || !isChanged(name, edits, saved, sending)) continue;
    const message = messageOfText(name, edit.text);
    if (message) errors[name] = message;
    else Object.assign(patch, { [name]: fromText(name, edit.text) });
  }
  return { patch, errors };
}

/** Returns true if a profile shows all of a patch as saved. */
export const isSavedIn = ({ values, refused }: Profile, patch: Patch): boolean =>
  (Object.keys(patch) as FieldName[]).every((name) => isSameValue(values[name], patch[name]) && !refused[name]);

/** Returns the saved value of a field that was changed elsewhere during its edit here, or undefined. */
export function changedElsewhere(name: FieldName, edits: Edits, saved: Values): Value | undefined {
  const edit = edits[name];
  const isElsewhere = edit && !isSameValue(edit.base, saved[name]);
  return isElsewhere && !isSameValue(fromText(name, edit.text), saved[name]) ? saved[name] : undefined;
}

/** Returns the edits left after `patch` was saved: what was typed meanwhile stays, on top of the saved value. */
export function afterSave(edits: Edits, patch: Patch, saved: Values): Edits {
  const left = { ...edits };
  for (const name of Object.keys(patch) as FieldName[]) {
    const edit = edits[name];
    if (!edit) continue;
    if (isSameValue(fromText(name, edit.text), patch[name])) delete left[name];
    else left[name] = { ...edit, base: saved[name] };
  }
  return left;
}

/** Returns the edits without those that are saved just as they were typed, whoever saved them. */
export const withoutSaved = (edits: Edits, saved: Values): Edits =>
  fieldNames.reduce((left, name) => (isSavedElsewhere(name, edits, saved) ? without(left, name) : left), edits);

function isSavedElsewhere(name: FieldName, edits: Edits, saved: Values): boolean {
  const edit = edits[name];
  return edit !== undefined && edit.text === toText(name, saved[name]) && !isSameValue(edit.base, saved[name]);
}

/** Returns true if the edits hold each value of a patch. */
export const holdsPatch = (edits: Edits, patch: Patch): boolean =>
  (Object.keys(patch) as FieldName[]).every((name) => {
    const edit = edits[name];
    return edit !== undefined && isSameValue(fromText(name, edit.text), patch[name]);
  });

/** Returns texts as edits on top of the saved values. */
export const editsOf = (texts: Texts, saved: Patch): Edits =>
  Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, { text, base: heldBy(saved, name as FieldName, '') }]),
  );

/** Returns the text of each value of a patch. */
export const textsOf = (patch: Patch): Texts =>
  Object.fromEntries(
    (Object.entries(patch) as [FieldName, Value][]).map(([name, value]) => [name, toText(name, value)]),
  );

/** Returns `entries` without one field. */
export function without<T>(entries: Partial<Record<FieldName, T>>, name: FieldName): Partial<Record<FieldName, T>> {
  const rest = { ...entries };
  delete rest[name];
  return rest;
}
