import type { DirectSave, DirectSaveLog } from './clerk-shape';
import type { Patch } from '@/lib/profile/model/values';
import type { Reasons } from '@/lib/profile/words/refusal-words';
import { decodeText, encodeText } from '@/lib/texts/text';

/** How many saves the log holds, the latest ones, so that a retry of one is recognised. */
export const MAX_ENTRIES = 8;

/** A direct save, as it enters the log. */
export interface DirectSaveEntry {
  saveId: string;
  /** an upper bound of the time of the save, in ms since 1970 by the clock of Postgres */
  at: number;
  /** what the device sent */
  patch: Patch;
  /** what Clerk accepted of the patch */
  saved: Patch;
  /** why Clerk refused the rest, in words for a person */
  refused: Reasons;
}

/**
 * Returns the private metadata that adds an entry to the log, for Clerk's deep merge: null removes a key. An earlier
 * attempt of the same save is overwritten key by key, even if it lands late. Pure.
 */
export function recordDirectSave(
  directSaves: DirectSaveLog | null,
  { saveId, at, patch, saved, refused }: DirectSaveEntry,
): Record<string, unknown> {
  const withNulls = (entries: object) => ({
    ...Object.fromEntries(Object.keys(patch).map((name) => [name, null])),
    ...entries,
  });
  return {
    perdure: {
      saves: {
        ...removals(directSaves, saved),
        [saveId]: { at, patch: withNulls(emptied(saved)), refused: withNulls(kept(refused)) },
      },
    },
  };
}

/** Returns why the rest of a direct save was refused. */
export const reasonsOf = ({ refused = {} }: DirectSave): Reasons =>
  Object.fromEntries(Object.entries(refused).map(([name, reason]) => [name, decodeText(reason)]));

/** Clerk merges objects key by key, so a reason is kept as one string. */
const kept = (refused: Reasons): Record<string, string> =>
  Object.fromEntries(Object.entries(refused).map(([name, reason]) => [name, encodeText(reason)]));

/** Returns a patch with "" for null, which would remove the key: reading a field takes both for not set. */
const emptied = (patch: Patch): Patch =>
  Object.fromEntries(Object.entries(patch).map(([name, value]) => [name, value ?? '']));

/**
 * Returns what to remove from the log, with null for each key: all but the latest saves, and of those the values that
 * `saved` replaces.
 */
function removals(
  directSaves: DirectSaveLog | null,
  saved: Patch,
): Record<string, null | { patch: Record<string, null> }> {
  const latestFirst = Object.entries(directSaves?.saves ?? {}).sort(([, a], [, b]) => (b?.at ?? 0) - (a?.at ?? 0));
  return Object.fromEntries(
    latestFirst.map(([saveId, save], index) => {
      const replaced = Object.keys(save?.patch ?? {}).filter((name) => name in saved);
      return [
        saveId,
        index < MAX_ENTRIES - 1 ? { patch: Object.fromEntries(replaced.map((name) => [name, null])) } : null,
      ];
    }),
  );
}
