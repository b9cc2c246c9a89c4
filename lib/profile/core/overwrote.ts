import type { FieldChange } from './merge';
import { readShown, type FieldName, type Patch } from '@/lib/profile/model/values';

/**
 * Returns the values that a save overwrote and its device had not seen: somebody saved them in the meantime. `changes`
 * is what the save changed, `base` what its device started from. Pure.
 */
export function overwroteOf(changes: Partial<Record<FieldName, FieldChange>>, base: Patch = {}): Patch {
  const overwrote: Patch = {};
  for (const [name, change] of Object.entries(changes) as [FieldName, FieldChange][]) {
    if (!('from' in change) || base[name] === undefined) continue;
    const shown = readShown({ [name]: change.from })[name];
    // a choice that this version does not have cannot be offered again
    if (shown !== base[name] && shown === change.from) Object.assign(overwrote, { [name]: shown });
  }
  return overwrote;
}

/** Returns why Clerk refused fields of a direct save, as history has it: `{ lastName: "…" }`. Pure. */
export const refusedIn = (changes: Partial<Record<FieldName, FieldChange>>): Partial<Record<FieldName, string>> =>
  Object.fromEntries(
    Object.entries(changes).flatMap(([name, change]) => ('refused' in change ? [[name, change.refused]] : [])),
  );
