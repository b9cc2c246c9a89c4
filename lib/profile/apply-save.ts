import type { FieldChange } from './merge';
import { standingRefusals, type Mirror } from './mirror';
import type { Save } from './profile';
import { schedule } from './push-schedule';
import type { FieldName } from './values';

export interface AppliedSave {
  mirror: Mirror;
  changes: Partial<Record<FieldName, FieldChange>>;
}

/**
 * The mirror with a save applied, and what it changed. A refused field that is saved again is tried again, even with the same
 * value. `now` in ms since 1970.
 */
export function applySave(mirror: Mirror, { patch }: Pick<Save, 'patch'>, now: number): AppliedSave {
  const names = Object.keys(patch) as FieldName[];
  const changes: AppliedSave['changes'] = {};
  const times = Object.fromEntries(names.map((name) => [name, now]));
  for (const name of names) {
    const to = patch[name];
    if (to !== undefined && to !== mirror.values[name]) changes[name] = { from: mirror.values[name], to };
  }
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
