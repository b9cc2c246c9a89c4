import * as z from 'zod/mini';
import type { Field } from './define-field';
import { fields } from '@/lib/profile/fields';

export type FieldName = keyof typeof fields;

/** What a user sees now: one value for each field. */
export type Values = { [Name in FieldName]: z.output<(typeof fields)[Name]['schema']> };

/** The fields that one save changes. */
export type Patch = Partial<Values>;

export const fieldNames = Object.keys(fields) as FieldName[];

/** Returns the definition of a field, in the general type. */
export const fieldOf = (name: FieldName): Field => fields[name];

const shape = Object.fromEntries(fieldNames.map((name) => [name, fields[name].schema]));

/**
 * The schema of a patch as it comes from outside: declared fields only, at least one, each by its own rule. An
 * undeclared key is an error and not dropped, because the sender believes that it was saved.
 */
export const patchSchema = z
  .partial(z.strictObject(shape))
  .check(z.refine((patch) => Object.keys(patch).length > 0, 'Nothing was changed.')) as unknown as z.ZodMiniType<Patch>;

const isText = (stored: unknown): stored is string => typeof stored === 'string';

/**
 * Returns the values in a stored JSON object `{ [field]: value }`, as they were parsed when they were stored; a missing
 * one is the field's initial value.
 */
export function readValues(stored: unknown): Values {
  const found = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  return Object.fromEntries(
    fieldNames.map((name) => [name, isText(found[name]) ? found[name] : fieldOf(name).initial]),
  ) as Values;
}

/**
 * Returns one value as Clerk holds it. Text that breaks today's rule is kept, since it is what the user has: a rule may
 * have become stricter, Clerk's dashboard allows more, and another version of the app may know choices that this one
 * does not.
 */
export function readValue<Name extends FieldName>(name: Name, stored: unknown): Values[Name] {
  const { schema, initial } = fieldOf(name);
  const parsed = schema.safeParse(stored);
  return (parsed.success ? parsed.data : isText(stored) ? stored : initial) as Values[Name];
}

/**
 * Returns stored values as the page shows them: a choice that this version of the app does not have is the field's
 * initial value. Never to be written anywhere.
 */
export function readShown(stored: unknown): Values {
  const values = readValues(stored);
  const shown = (name: FieldName) => {
    const { control, schema, initial } = fieldOf(name);
    return control.kind === 'text' || schema.safeParse(values[name]).success ? values[name] : initial;
  };
  return Object.fromEntries(fieldNames.map((name) => [name, shown(name)])) as Values;
}

/** Returns only the named fields of a patch, or of values; names that are not in it are ignored. */
export const pick = (patch: Patch, names: readonly string[]): Patch =>
  Object.fromEntries(Object.entries(patch).filter(([name]) => names.includes(name)));

/** Returns all but the named fields of a patch; names that are not in it are ignored. */
export const omit = (patch: Patch, names: readonly string[]): Patch =>
  Object.fromEntries(Object.entries(patch).filter(([name]) => !names.includes(name)));
