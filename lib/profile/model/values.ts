import * as z from 'zod/mini';
import { fields } from '@/lib/profile/fields';
import { message, encodeText, type Text } from '@/lib/texts/text';
import { entryText, withLabelOf } from '@/lib/texts/entry-text';
import type { Field } from './kinds/kind';
import { complaintAbout, isByRule, parseText, readStored, storedOf, textOf } from './kinds/text-of';
import type { Value } from './value';

export type FieldName = keyof typeof fields;

/** What a person has: one value for each field, any JSON, since it may have been written elsewhere. */
export type Values = Record<FieldName, Value>;

/** The fields that one save changes. */
export type Patch = Partial<Values>;

/** What controls hold: the text of each field. */
export type Texts = Partial<Record<FieldName, string>>;

/** The values that follow their fields' rules, with their exact types. */
export type ValidValues = { [Name in FieldName]?: (typeof fields)[Name] extends Field<infer Stored> ? Stored : never };

export const fieldNames = Object.keys(fields) as FieldName[];

/** Returns the definition of a field, in the general type. */
export const fieldOf = (name: FieldName): Field => fields[name];

/** The rule of a value that somebody saves: a locked field takes none. */
function savedSchema(name: FieldName) {
  const { codec, locked } = fieldOf(name);
  return locked === undefined
    ? codec.def.out
    : z.custom<Value>(() => false, encodeText(entryText(name, 'locked', locked)));
}

const shape = Object.fromEntries(fieldNames.map((name) => [name, savedSchema(name)]));

/**
 * The schema of a patch as it comes from outside: declared fields only, at least one, each by its own rule. An
 * undeclared key is an error and not dropped, because the sender believes that it was saved.
 */
export const patchSchema = z
  .partial(z.strictObject(shape))
  .check(
    z.refine((patch) => Object.keys(patch).length > 0, encodeText(message('failure.nothingChanged'))),
  ) as unknown as z.ZodMiniType<Patch>;

/** Returns what the control of a field shows of a value. */
export const toText = (name: FieldName, value: Value): string => textOf(fieldOf(name), value);

/** Returns what would be stored of a control's text; a text that breaks the rule stays as it is. */
export const fromText = (name: FieldName, text: string): Value => storedOf(fieldOf(name), text);

/** Returns the message for a text that breaks the field's rule, or undefined. */
export function messageOfText(name: FieldName, text: string): Text | undefined {
  const field = fieldOf(name);
  const parsed = parseText(field, text);
  return parsed.ok ? undefined : withLabelOf(name, field.label, parsed.message);
}

/** Returns the message for a stored value that breaks the field's rule, or undefined. */
export function messageOfValue(name: FieldName, value: Value): Text | undefined {
  const field = fieldOf(name);
  const complaint = complaintAbout(field, value);
  return complaint && withLabelOf(name, field.label, complaint);
}

/** Returns true if a value follows the rule of its field. */
export const isValid = (name: FieldName, value: Value): boolean => isByRule(fieldOf(name), value);

/** Returns one value as Clerk or the mirror holds it: in its canonical form, or as it is where it breaks the rule. */
export const readValue = (name: FieldName, stored: unknown): Value => readStored(fieldOf(name), stored);

/** Returns the values in a stored JSON object `{ [field]: value }`; a missing one is the field's initial value. */
export function readValues(stored: unknown): Values {
  const found = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  return Object.fromEntries(fieldNames.map((name) => [name, readValue(name, found[name])])) as Values;
}

/** Returns the values that follow their fields' rules. */
export const validValues = (values: Patch): ValidValues =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => isValid(name as FieldName, value)));

/** Returns only the named fields of a patch, or of values; names that are not in it are ignored. */
export const pick = <T>(
  patch: Partial<Record<FieldName, T>>,
  names: readonly string[],
): Partial<Record<FieldName, T>> => Object.fromEntries(Object.entries(patch).filter(([name]) => names.includes(name)));

/** Returns all but the named fields of a patch; names that are not in it are ignored. */
export const omit = <T>(
  patch: Partial<Record<FieldName, T>>,
  names: readonly string[],
): Partial<Record<FieldName, T>> => Object.fromEntries(Object.entries(patch).filter(([name]) => !names.includes(name)));
