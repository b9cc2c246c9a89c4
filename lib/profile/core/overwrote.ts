import type { FieldChange } from './merge';
import { readShown, type FieldName, type Patch } from '@/lib/profile/model/values';

/**
 * The saved values that a save took the place of although its edit was made over others: somebody saved them meanwhile.
 * `changes` are what the save changed, `base` what its device says it started from. Pure.
 */
export function overwrittenBy(changes: Partial<Record<FieldName, FieldChange>>, base: Patch = {}): Patch {
  const replaced: Patch = {};
  for (const [name, change] of Object.entries(changes) as [FieldName, FieldChange][]) {
    if (!('from' in change) || base[name] === undefined) continue;
    const shown = readShown({ [name]: change.from })[name];
    // a choice of another version cannot be taken again here
    if (shown !== base[name] && shown === change.from) Object.assign(replaced, { [name]: shown });
  }
  return replaced;
}

/** What Clerk turned down of a save that went straight there, and why, as history tells. Pure. */
export const refusedIn = (changes: Partial<Record<FieldName, FieldChange>>): Partial<Record<FieldName, string>> =>
  Object.fromEntries(
    Object.entries(changes).flatMap(([name, change]) => ('refused' in change ? [[name, change.refused]] : [])),
  );
