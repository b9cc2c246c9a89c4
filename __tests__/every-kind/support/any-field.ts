import fc from 'fast-check';
import { anyJson, brokenValue, kindCase } from '@/__tests__/support/any-kind';
import { parseText, storedOf } from '@/lib/profile/model/kinds/text-of';
import { isSameValue, type Value } from '@/lib/profile/model/value';
import { fieldNames, fieldOf, isValid, readValue, type FieldName, type Patch } from '@/lib/profile/model/values';
import { kindOfField } from './fields';

/** The fields of the list, by where they live. */
export const attributes = fieldNames.filter((name) => 'attribute' in fieldOf(name).clerk);
export const inMirror = fieldNames.filter((name) => 'mirrorOnly' in fieldOf(name).clerk);
export const inMetadata = fieldNames.filter((name) => !attributes.includes(name) && !inMirror.includes(name));
export const inClerk = [...attributes, ...inMetadata];
export const unlocked = fieldNames.filter((name) => fieldOf(name).locked === undefined);

/** Any text that somebody can type into a field's control, most of which follow its rule. */
export function anyText(name: FieldName): fc.Arbitrary<string> {
  const kind = kindOfField(name);
  if (kind === undefined) return fc.constantFrom('a', 'b', 'c', '');
  const { texts, typed, badTexts } = kindCase(kind);
  const all: string[] = [...typed.map(([text]) => text), ...badTexts];
  return fc.oneof({ weight: 3, arbitrary: texts }, fc.constantFrom(...all));
}

/** Any value that follows a field's rule, as it is stored. */
export const validOf = (name: FieldName): fc.Arbitrary<Value> =>
  anyText(name)
    .filter((text) => parseText(fieldOf(name), text).ok)
    .map((text) => storedOf(fieldOf(name), text));

/** Any value that breaks a field's rule, as it is read; an attribute of Clerk's is a text. */
export function brokenOf(name: FieldName): fc.Arbitrary<Value> {
  const kind = kindOfField(name);
  const any = kind === undefined ? anyJson : brokenValue(kind);
  const read = any.map((value) => readValue(name, value)).filter((value) => !isValid(name, value));
  return attributes.includes(name) ? read.filter((value) => typeof value === 'string') : read;
}

/** Any value of a field as it is read: mostly valid, or broken, or that of somebody who set none. */
export const anyValue = (name: FieldName): fc.Arbitrary<Value> =>
  fc.oneof(
    { weight: 4, arbitrary: validOf(name) },
    { weight: 2, arbitrary: brokenOf(name) },
    fc.constant(fieldOf(name).initial),
  );

/** Any values of a field that differ from each other. */
export const distinctValues = (
  name: FieldName,
  count: number,
  isTaken: (value: Value) => boolean = () => true,
): fc.Arbitrary<Value[]> =>
  fc.uniqueArray(anyValue(name).filter(isTaken), { minLength: count, maxLength: count, comparator: isSameValue });

/** Values of some fields, at least one. */
export const anyPatchOf = (
  names: readonly FieldName[],
  valueOf: (name: FieldName) => fc.Arbitrary<Value> = validOf,
): fc.Arbitrary<Patch> =>
  fc.subarray([...names], { minLength: 1, maxLength: 6 }).chain((some) => {
    const model = Object.fromEntries(some.map((name) => [name, valueOf(name)]));
    return fc.record(model);
  });

/** Returns a copy of a JSON value whose objects have their keys in another order, as Postgres returns them. */
export function reordered<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reordered) as T;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, held]) => [key, reordered(held as unknown)] as const)
      .reverse(),
  ) as T;
}
