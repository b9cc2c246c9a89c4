import { useState } from 'react';
import type { Save, Saved } from '@/lib/profile/model/profile';
import type { FieldName, Patch, Values } from '@/lib/profile/model/values';

/** What a save put in place of what. */
interface Replacement {
  value: string;
  by: string;
}

/** Remembers which values of other devices this one's saves took the place of, for as long as they stand. */
export function useOverwrote(values: Values) {
  const [overwrote, setOverwrote] = useState<Partial<Record<FieldName, Replacement>>>({});
  return {
    /** the value that a save from here overwrote unseen, where that save still stands */
    overwrote: (name: FieldName): string | undefined =>
      overwrote[name]?.by === values[name] ? overwrote[name].value : undefined,
    /**
     * Takes in the answer to a save. `known` are values that this device had itself when the edit began: it replaced
     * those knowingly.
     */
    note: ({ patch }: Save, answer: Saved['overwrote'], known: Patch = {}) =>
      setOverwrote((now) => ({
        ...now,
        ...Object.fromEntries(
          (Object.keys(patch) as FieldName[]).map((name) => {
            const value = answer?.[name];
            return [name, value === undefined || value === known[name] ? undefined : { value, by: patch[name] }];
          }),
        ),
      })),
  };
}
