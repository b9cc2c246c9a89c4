import type { FieldChange } from './merge';
import { standingRefusals, type Mirror } from './mirror';
import type { Save } from '@/lib/profile/model/profile';
import { schedule } from './push-schedule';
import type { FieldName, Patch, Values } from '@/lib/profile/model/values';

export interface AppliedSave {
  mirror: Mirror;
  changes: Partial<Record<FieldName, FieldChange>>;
}

/** What a patch changes of these values. */
export function changesTo(values: Values, patch: Patch): AppliedSave['changes'] {
  const changes: AppliedSave['changes'] = {};
  for (const name of Object.keys(patch) as FieldName[]) {
    const to = patch[name];
    if (to !== undefined && to !== values[name]) changes[name] = { from: values[name], to };
  }
  return changes;
}

/**
 * The mirror with a save applied, and what it changed. A refused field that is saved again is tried again, even with
 * the same value. `now` in ms since 1970.
 */
export function applySave(mirror: Mirror, { patch }: Pick<Save, 'patch'>, now: number): AppliedSave {
  const names = Object.keys(patch) as FieldName[];
  const changes = changesTo(mirror.values, patch);
  const times = Object.fromEntries(names.map((name) => [name, now]));
  const saved: Mirror = {
    ...mirror,
    values: { ...mirror.values, ...patch },
    refused: Object.fromEntries(Object.entries(standingRefusals(mirror)).filter(([name]) => !(name in patch))),
    savedAt: { ...mirror.savedAt, ...times },
    lastSavedAt: { ...mirror.lastSavedAt, ...times },
    revision: mirror.revision + (Object.keys(changes).length > 0 ? 1 : 0),
  };
  return { mirror: schedule(saved, now), changes };
}
