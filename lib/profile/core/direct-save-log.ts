import type { DirectSaveLog } from './remote-snapshot';
import type { Patch } from '@/lib/profile/model/values';
import type { Reasons } from '@/lib/profile/words/refusal-words';

/** How many of the latest saves a stamp remembers, so that one sent again is known. */
const REMEMBERED = 8;

/** A save that goes past the mirror. */
interface PastSave {
  saveId: string;
  /** not past, ms since 1970 by the clock of Postgres */
  at: number;
  /** what the device sent, what of it Clerk takes, and why it does not take the others */
  patch: Patch;
  saved: Patch;
  refused: Reasons;
}

/**
 * What to merge into a user's private metadata so that it tells of a save. An earlier attempt of the same save is
 * written over, however late it lands. Pure.
 */
export function recordDirectSave(
  stamp: DirectSaveLog | null,
  { saveId, at, patch, saved, refused }: PastSave,
): Record<string, unknown> {
  const each = (entries: object) => ({
    ...Object.fromEntries(Object.keys(patch).map((name) => [name, null])),
    ...entries,
  });
  return {
    perdure: {
      saves: { ...withoutReplaced(stamp, saved), [saveId]: { at, patch: each(saved), refused: each(refused) } },
    },
  };
}

/**
 * What is to be removed from a stamp, as Clerk's deep merge removes it: all but the latest saves, and of those the
 * values that a patch replaces.
 */
function withoutReplaced(
  stamp: DirectSaveLog | null,
  patch: Patch,
): Record<string, null | { patch: Record<string, null> }> {
  const latestFirst = Object.entries(stamp?.saves ?? {}).sort(([, a], [, b]) => (b?.at ?? 0) - (a?.at ?? 0));
  return Object.fromEntries(
    latestFirst.map(([saveId, save], index) => {
      const replaced = Object.keys(save?.patch ?? {}).filter((name) => name in patch);
      return [
        saveId,
        index < REMEMBERED - 1 ? { patch: Object.fromEntries(replaced.map((name) => [name, null])) } : null,
      ];
    }),
  );
}
