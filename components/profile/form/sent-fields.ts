import type { Save } from '@/lib/profile/model/profile';
import { isSameValue, type Value } from '@/lib/profile/model/value';
import { omit, type FieldName, type Patch } from '@/lib/profile/model/values';

/** What the saves on their way carry, and the saved values that they were made over. */
export interface SentFields {
  patch: Patch;
  over: Patch;
}

export const nothingSent: SentFields = { patch: {}, over: {} };

/**
 * Returns the part of a save that is not on its way already, or null if all of it is. What was edited while another
 * value of the field is on its way is made over that one.
 */
export function unsentPart(save: Save, before: SentFields): Save | null {
  const patch = differing(save.patch, before.patch);
  const names = Object.keys(patch) as FieldName[];
  if (names.length === 0) return null;
  return {
    ...save,
    patch,
    base: Object.fromEntries(
      names.map((name) => [name, name in before.patch ? before.patch[name] : save.base?.[name]]),
    ),
  };
}

/** Returns what is on its way after a save has been sent too, `base` being what it was made over before it was cut. */
export const withSent = (before: SentFields, { patch }: Save, base: Patch = {}): SentFields => ({
  patch: { ...before.patch, ...patch },
  over: { ...base, ...before.over },
});

/** Returns what is on its way after these values are not, having failed. */
export const withoutFailed = (before: SentFields, failed: Patch): SentFields => ({
  ...before,
  patch: differing(before.patch, failed),
});

/** The other device's `value` that a save replaced, and the value that it was replaced `by`. */
export type Replaced = Partial<Record<FieldName, { value: Value; by: Value }>>;

/** Returns for each field of a saved patch what it `overwrote`, unless this device had `seen` that. */
export const replacedUnseen = (patch: Patch, overwrote: Patch, seen: Patch): Replaced =>
  Object.fromEntries(
    (Object.entries(patch) as [FieldName, Value][]).map(([name, by]) => {
      const value = overwrote[name];
      return [name, value === undefined || isSameValue(value, seen[name]) ? undefined : { value, by }];
    }),
  );

/** The fields of a patch whose value is another than in `other`. */
const differing = (patch: Patch, other: Patch): Patch =>
  omit(
    patch,
    (Object.keys(other) as FieldName[]).filter((name) => isSameValue(patch[name], other[name])),
  );
