import type { Profile } from './profile';
import { fieldNames, fieldOf, type FieldName, type Patch, type Values } from './values';

/** What somebody typed in one field, and the saved value it was typed over. */
export interface Edit {
  value: string;
  base: string;
}

/** Only fields that were edited have an entry: all others show the saved profile. */
export type Edits = Partial<Record<FieldName, Edit>>;

/** One message a field. */
export type Messages = Partial<Record<FieldName, string>>;

/** The message for a value that breaks the field's rule, or undefined. */
export const validationMessage = (name: FieldName, value: string): string | undefined =>
  fieldOf(name).schema.safeParse(value).error?.issues[0]?.message;

/** The value as it would be stored; a value that breaks the rule stays as typed. */
const stored = (name: FieldName, value: string): string => fieldOf(name).schema.safeParse(value).data ?? value;

/** What the form shows: the edit where there is one, the saved value everywhere else. */
export const shownValues = (edits: Edits, saved: Values): Values =>
  Object.fromEntries(fieldNames.map((name) => [name, edits[name]?.value ?? saved[name]])) as Values;

/**
 * True for an edit that a save would change something with. One that was typed back is none. `sending` is what saves on
 * their way carry: the next save is made over that, whatever is drawn meanwhile.
 */
export function isChanged(name: FieldName, edits: Edits, saved: Values, sending: Patch = {}): boolean {
  const edit = edits[name];
  return (
    edit !== undefined &&
    edit.value !== (sending[name] ?? edit.base) &&
    stored(name, edit.value) !== (sending[name] ?? saved[name])
  );
}

/** What a save would send, and what stands against it. `sending` is what saves on their way carry already. */
export function readEdits(edits: Edits, saved: Values, sending: Patch = {}): { patch: Patch; errors: Messages } {
  const patch: Patch = {};
  const errors: Messages = {};
  for (const name of fieldNames) {
    const edit = edits[name];
    if (!edit || !isChanged(name, edits, saved, sending)) continue;
    const message = validationMessage(name, edit.value);
    if (message) errors[name] = message;
    else Object.assign(patch, { [name]: stored(name, edit.value) });
  }
  return { patch, errors };
}

/** True if a profile shows all of a patch as saved. */
export const isSavedIn = ({ values, refused }: Profile, patch: Patch): boolean =>
  (Object.keys(patch) as FieldName[]).every((name) => values[name] === patch[name] && !refused[name]);

/** The saved value of a field that was changed elsewhere while it was being edited here, or undefined. */
export function changedElsewhere(name: FieldName, edits: Edits, saved: Values): string | undefined {
  const edit = edits[name];
  return edit && edit.base !== saved[name] && stored(name, edit.value) !== saved[name] ? saved[name] : undefined;
}

/** The edits that are left after `patch` was saved: what was typed meanwhile stays, on top of the saved value. */
export function afterSave(edits: Edits, patch: Patch, saved: Values): Edits {
  const left = { ...edits };
  for (const name of Object.keys(patch) as FieldName[]) {
    const edit = edits[name];
    if (!edit) continue;
    if (stored(name, edit.value) === patch[name]) delete left[name];
    else left[name] = { ...edit, base: saved[name] };
  }
  return left;
}

/** A patch as edits that somebody made on top of the saved values. */
export const editsOf = (patch: Patch, saved: Patch): Edits =>
  Object.fromEntries(
    (Object.keys(patch) as FieldName[]).map((name) => [name, { value: patch[name], base: saved[name] ?? '' }]),
  );

/** `entries` without one field. */
export function without<T>(entries: Partial<Record<FieldName, T>>, name: FieldName): Partial<Record<FieldName, T>> {
  const rest = { ...entries };
  delete rest[name];
  return rest;
}
