import type { Save } from '@/lib/profile/model/profile';
import { isSameValue } from '@/lib/profile/model/value';
import { fieldOf, isValid, type FieldName, type Patch, type Values } from '@/lib/profile/model/values';
import { nextState } from './field-state';
import type { FieldChange, FieldChanges } from './merge';
import { isMirrorOnly } from './clerk-shape';
import { isPendingElsewhere, makeFields, pendingFields, valuesOf, type Mirror } from './mirror';
import { schedule, SPACING_MS } from './schedule';

/** A mirror with a save applied, and the changes that the save made: `{ firstName: { from, to } }`. */
export interface AppliedSave {
  mirror: Mirror;
  changes: FieldChanges;
}

/** Returns what a patch changes of these values: `{ firstName: { from, to } }`. */
export function changesTo(values: Values, patch: Patch): FieldChanges {
  const changes: FieldChanges = {};
  for (const name of Object.keys(patch) as FieldName[]) {
    const to = patch[name];
    if (to !== undefined && !isSameValue(to, values[name])) changes[name] = { from: values[name], to };
  }
  return changes;
}

/**
 * Applies a save to the mirror. A refused field that is saved again is tried again, even with the same value.
 * `now` is in ms since 1970.
 */
export function applySave(mirror: Mirror, { patch }: Pick<Save, 'patch'>, now: number): AppliedSave {
  const changes = changesTo(valuesOf(mirror), patch);
  const fields = makeFields((name) => {
    const field = mirror.fields[name];
    const value = patch[name];
    if (value === undefined) return field;
    const saved = { ...field, value, writtenAt: now, refusal: null };
    // what only the mirror keeps has arrived once it is committed
    return isMirrorOnly(name)
      ? { ...saved, base: value, state: 'confirmed' }
      : { ...saved, state: nextState(field.state, 'saved') };
  });
  const revision = mirror.revision + (Object.keys(changes).length > 0 ? 1 : 0);
  return { mirror: schedule({ ...mirror, fields, revision, nextPushAt: nextPushOf(mirror, now) }, now), changes };
}

/** Returns when a save may be pushed. It does not wait for a field that was left to another version of the app. */
function nextPushOf(mirror: Mirror, now: number): number | null {
  const { nextPushAt, attempts } = mirror;
  const isLeft = attempts === 0 && pendingFields(mirror).length === 0 && isPendingElsewhere(mirror);
  return isLeft && nextPushAt !== null ? Math.min(nextPushAt, now + SPACING_MS) : nextPushAt;
}

/**
 * Returns the values that a save overwrote and its device had not seen: somebody saved them in the meantime. `changes`
 * is what the save changed, `base` what its device started from. Pure.
 */
export function overwroteOf(changes: Partial<Record<FieldName, FieldChange>>, base: Patch = {}): Patch {
  const overwrote: Patch = {};
  for (const [name, change] of Object.entries(changes) as [FieldName, FieldChange][]) {
    if (!('from' in change) || base[name] === undefined) continue;
    // what breaks the field's rule cannot be offered again
    const canBeOffered = isValid(name, change.from) || isSameValue(change.from, fieldOf(name).initial);
    if (!isSameValue(change.from, base[name]) && canBeOffered) overwrote[name] = change.from;
  }
  return overwrote;
}

/** Returns why Clerk refused fields of a direct save, as history has it: `{ lastName: "…" }`. Pure. */
export const refusedIn = (changes: Partial<Record<FieldName, FieldChange>>): Partial<Record<FieldName, string>> =>
  Object.fromEntries(
    Object.entries(changes).flatMap(([name, change]) => ('refused' in change ? [[name, change.refused]] : [])),
  );
