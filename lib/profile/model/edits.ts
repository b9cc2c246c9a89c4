import type { Profile } from './profile';
import { fieldNames, fieldOf, type FieldName, type Patch, type Values } from './values';

/** What was typed in one field, and the saved value that it was typed over. */
export interface Edit {
  value: string;
  base: string;
  /** when it was typed, ms since 1970, if an earlier page of this browser left it; null if that is not known */
  at?: number | null;
}

/** Only fields that were edited have an entry: all others show the saved profile. */
export type Edits = Partial<Record<FieldName, Edit>>;

/** One message a field. */
export type Messages = Partial<Record<FieldName, string>>;

/** Returns the message for a value that breaks the field's rule, or undefined. */
export const validationMessage = (name: FieldName, value: string): string | undefined =>
  fieldOf(name).schema.safeParse(value).error?.issues[0]?.message;

/** Returns the value as it would be stored; a value that breaks the rule stays as typed. */
const stored = (name: FieldName, value: string): string => fieldOf(name).schema.safeParse(value).data ?? value;

/** Returns what the form shows: the edit where there is one, the saved value everywhere else. */
export const shownValues = (edits: Edits, saved: Values): Values =>
  Object.fromEntries(fieldNames.map((name) => [name, edits[name]?.value ?? saved[name]])) as Values;

/**
 * Returns true for an edit by which a save would change something; one that was typed back is none. `sending` is what
 * saves on their way carry: the next save is made over that, whatever is drawn meanwhile.
 */
export function isChanged(name: FieldName, edits: Edits, saved: Values, sending: Patch = {}): boolean {
  const edit = edits[name];
  return (
    edit !== undefined &&
    edit.value !== (sending[name] ?? edit.base) &&
    stored(name, edit.value) !== (sending[name] ?? saved[name])
  );
}

/** Returns what a save would send, and the messages of invalid edits. `sending`: what saves on their way carry. */
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

/** Returns true if a profile shows all of a patch as saved. */
export const isSavedIn = ({ values, refused }: Profile, patch: Patch): boolean =>
  (Object.keys(patch) as FieldName[]).every((name) => values[name] === patch[name] && !refused[name]);

/** Returns the saved value of a field that was changed elsewhere during its edit here, or undefined. */
export function changedElsewhere(name: FieldName, edits: Edits, saved: Values): string | undefined {
  const edit = edits[name];
  return edit && edit.base !== saved[name] && stored(name, edit.value) !== saved[name] ? saved[name] : undefined;
}

/** Returns the edits left after `patch` was saved: what was typed meanwhile stays, on top of the saved value. */
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

/** Returns the edits without those that are saved just as they were typed, whoever saved them. */
export const withoutSaved = (edits: Edits, saved: Values): Edits =>
  fieldNames.reduce((left, name) => (isSavedElsewhere(edits[name], saved[name]) ? without(left, name) : left), edits);

const isSavedElsewhere = (edit: Edit | undefined, saved: string): boolean =>
  edit !== undefined && edit.value === saved && edit.base !== saved;

/** Returns true if the edits hold each value of a patch. */
export const holdsPatch = (edits: Edits, patch: Patch): boolean =>
  (Object.entries(patch) as [FieldName, string][]).every(([name, value]) => {
    const edit = edits[name];
    return edit !== undefined && stored(name, edit.value) === value;
  });

/** Returns a patch as edits on top of the saved values. */
export const editsOf = (patch: Patch, saved: Patch): Edits =>
  Object.fromEntries(
    (Object.keys(patch) as FieldName[]).map((name) => [name, { value: patch[name], base: saved[name] ?? '' }]),
  );

/** Returns `entries` without one field. */
export function without<T>(entries: Partial<Record<FieldName, T>>, name: FieldName): Partial<Record<FieldName, T>> {
  const rest = { ...entries };
  delete rest[name];
  return rest;
}
