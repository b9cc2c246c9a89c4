import { keepPending } from './newest-profile';
import type { Profile, Save } from '@/lib/profile/model/profile';
import { isSameValue } from '@/lib/profile/model/value';
import { pick, type FieldName } from '@/lib/profile/model/values';

/** Returns the profile as it will be once the save is committed, at `now` in ms since 1970. Pure. */
export function withSave(profile: Profile, { patch }: Save, now: number): Profile {
  const names = Object.keys(patch) as FieldName[];
  return {
    ...profile,
    values: { ...profile.values, ...patch },
    pending: [...new Set([...profile.pending, ...names])],
    pendingSince: profile.pendingSince ?? new Date(now).toISOString(),
    refused: Object.fromEntries(Object.entries(profile.refused).filter(([name]) => !(name in patch))),
  };
}

/** Returns what is shown without a save that failed, field by field: later saves may stand on top of it. Pure. */
export function withoutSave(shown: Profile, { patch }: Save, before: Profile): Profile {
  const own = (Object.keys(patch) as FieldName[]).filter((name) => isSameValue(shown.values[name], patch[name]));
  const pending = shown.pending.filter((name) => !own.includes(name) || before.pending.includes(name));
  return {
    ...shown,
    values: { ...shown.values, ...pick(before.values, own) },
    pending,
    pendingSince: pending.length > 0 ? shown.pendingSince : before.pendingSince,
    refused: { ...shown.refused, ...before.refused },
  };
}

/** Returns what to show once a save is answered: the answer, unless what is shown by now is newer. Pure. */
export function withAnswer(shown: Profile | undefined, { patch }: Save, answer: Profile): Profile {
  if (answer.source === 'clerk')
    return keepPending(shown && { ...shown, pending: shown.pending.filter((name) => !(name in patch)) }, answer);
  return shown && shown.revision > answer.revision ? shown : answer;
}
