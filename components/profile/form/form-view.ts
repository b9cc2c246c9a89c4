import { changedElsewhere, isChanged, readEdits, shownText, shownValues } from '@/lib/profile/model/edits';
import type { Edits, Messages } from '@/lib/profile/model/edits';
import { isNotSet } from '@/lib/profile/model/kinds/text-of';
import type { Draft } from '@/lib/profile/model/drafts/drafts';
import type { Save, ShownRefusal } from '@/lib/profile/model/profile';
import { isSameValue, type Value } from '@/lib/profile/model/value';
import {
  fieldNames,
  fieldOf,
  fromText,
  messageOfText,
  messageOfValue,
  pick,
  toText,
  type FieldName,
  type Patch,
  type Texts,
  type Values,
} from '@/lib/profile/model/values';
import { isAccountGone, refusalInWords } from '@/lib/profile/words/refusal-words';
import type { Text } from '@/lib/texts/text';
import type { Failure } from './failed-save';
import type { FormState } from './form-state';
import { sectionOf } from '@/lib/profile/model/sections';
import { savedBy } from '@/lib/profile/sections';

/** What the form shows of one field. */
export interface FieldView {
  /** what the control holds */
  text: string;
  /** the message under the control */
  error: Text | undefined;
  /** what is wrong with the saved value, if it breaks the field's rule: it was written elsewhere */
  complaint: Text | undefined;
  /** the value cannot be read now */
  unknown: boolean;
  /** why the value was refused, while it is the one shown */
  refusal: ShownRefusal | undefined;
  /** the saved value, if it was changed elsewhere during the edit */
  elsewhere: Value | undefined;
  /** when the value was typed, if an earlier page left it as a draft; null if that is not known */
  typedAt: number | null | undefined;
  /** another draft of an earlier page */
  offered: Draft | undefined;
  /** the value of another device that a save from here replaced unseen */
  overwrote: Value | undefined;
}

/** What saves on their way carry, the latest of each field. */
const sendingIn = ({ sending }: FormState): Patch => sending.reduce<Patch>((all, patch) => ({ ...all, ...patch }), {});

/** Returns the fields that saves on their way carry. */
export const sendingFields = (state: FormState): FieldName[] => fieldNames.filter((name) => name in sendingIn(state));

/** Returns what the form shows of a field. */
export function fieldView(state: FormState, name: FieldName): FieldView {
  const { edits, messages, overwrote, profile, isSaving } = state;
  const { values, refused } = profile;
  const refusal = isChanged(name, edits, values) ? undefined : refused[name];
  const standing = isSameValue(overwrote[name]?.by, values[name]) ? overwrote[name]?.value : undefined;
  return {
    text: isLocked(state, name) ? toText(name, values[name]) : shownText(name, edits, values),
    error: messages[name] ?? (refusal && !isAccountGone(refusal) ? refusalInWords(name, refusal) : undefined),
    complaint: edits[name] || refusal ? undefined : complaintOf(name, values[name]),
    unknown: profile.unknown?.includes(name) ?? false,
    refusal,
    elsewhere: isSaving ? undefined : changedElsewhere(name, edits, values),
    typedAt: isChanged(name, edits, values) ? edits[name]?.at : undefined,
    offered: state.offered?.[name]?.find(({ text }) => text !== shownText(name, edits, values)),
    overwrote: edits[name] ? undefined : standing,
  };
}

/** True for a field whose value cannot be changed here. */
const isLocked = ({ profile }: FormState, name: FieldName): boolean =>
  fieldOf(name).locked !== undefined || (profile.unknown?.includes(name) ?? false);

/** What is wrong with a saved value; what is not set yet is no fault of anybody. */
const complaintOf = (name: FieldName, value: Value): Text | undefined =>
  isSameValue(value, fieldOf(name).initial) ? undefined : messageOfValue(name, value);

/** Returns what a field's check is asked about while it is typed: a changed text by the rule, not empty; else null. */
export function textToCheck(state: FormState, name: FieldName): string | null {
  const { edits, profile } = state;
  const text = shownText(name, edits, profile.values);
  if (!isChanged(name, edits, profile.values, sendingIn(state))) return null;
  return messageOfText(name, text) === undefined && !isNotSet(fromText(name, text)) ? text : null;
}

/** Returns the text that each control shows. */
export const textsShown = ({ edits, profile }: FormState): Texts =>
  Object.fromEntries(fieldNames.map((name) => [name, shownText(name, edits, profile.values)]));

/** Returns the values that the form shows. */
export const valuesShown = ({ edits, profile }: FormState): Values => shownValues(edits, profile.values);

/** Returns the saved value that each field is shown over. */
export const basesShown = (state: FormState): Values =>
  Object.fromEntries(fieldNames.map((name) => [name, baseOf(state, name)])) as Values;

const baseOf = ({ edits, profile }: FormState, name: FieldName): Value =>
  edits[name] ? edits[name].base : profile.values[name];

/** Returns the fields with edits that are neither saved nor on their way. */
export function changedFields(state: FormState): FieldName[] {
  const sending = sendingIn(state);
  return fieldNames.filter(
    (name) => isEditable(state, name) && isChanged(name, state.edits, state.profile.values, sending),
  );
}

/** Returns what a save of all edits would send, and the messages of those that cannot be sent. */
export const unsentEdits = (state: FormState): { patch: Patch; errors: Messages } =>
  readEdits(editableEdits(state), state.profile.values, sendingIn(state));

/** The edits of fields that can be edited now; those of others are kept, and are nobody's to save. */
const editableEdits = (state: FormState): Edits =>
  pick(
    state.edits,
    fieldNames.filter((name) => isEditable(state, name)),
  );

/** True for a field that is shown, can be read, and is not locked: a browser may keep an edit of one that is not. */
function isEditable(state: FormState, name: FieldName): boolean {
  return !isLocked(state, name) && fieldOf(name).shownIf?.(valuesShown(state)) !== false;
}

/** Returns a new save of a patch, made over the saved values that the form shows. */
export function newSave(state: FormState, patch: Patch, saveId: string): Save {
  const names = Object.keys(patch) as FieldName[];
  return { saveId, patch, base: Object.fromEntries(names.map((name) => [name, baseOf(state, name)])) };
}

/** Returns the failed save if this is its patch, since one edit is one save; else a new one, under `newId`. */
export const sameOrNewSave = (state: FormState, patch: Patch, newId: string): Save =>
  state.failure && isSame(state.failure.save.patch, patch) ? state.failure.save : newSave(state, patch, newId);

const isSame = (a: Patch, b: Patch): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  (Object.keys(a) as FieldName[]).every((name) => isSameValue(a[name], b[name]));

/** Returns the fields that are sent with a failed save: of its own sections alone, where each has a button. */
export function sentBeside(failure: Failure | null): readonly FieldName[] {
  const failed = Object.keys(failure?.save.patch ?? {}).map((name) => sectionOf(name as FieldName));
  return savedBy === 'page' ? fieldNames : fieldNames.filter((name) => failed.includes(sectionOf(name)));
}
