import * as z from 'zod/mini';
import { fieldNames, type FieldName } from '@/lib/profile/model/values';
import type { Save } from '@/lib/profile/model/profile';
import { editsOf, type Edits } from '@/lib/profile/model/edits';

const editSchema = z.object({ value: z.string(), base: z.string() });
const keyOf = (userId: string, name: FieldName): string => `perdure:draft:${userId}:${name}`;

/**
 * Keeps unsaved edits in this browser, so that they survive a crash, a reload and an expired session. Returns false if
 * the browser does not keep all of them. No other user of the browser sees them. `before` is what this tab kept last:
 * what other tabs keep of other fields stays.
 */
export function writeDraft(userId: string, edits: Edits, before: Edits): boolean {
  for (const name of fieldNames) {
    const edit = edits[name];
    if (edit === before[name]) continue;
    try {
      if (edit) localStorage.setItem(keyOf(userId, name), JSON.stringify(edit));
      else localStorage.removeItem(keyOf(userId, name));
    } catch {
      return false; // it keeps nothing, or is full: the edit is in the form, and leaving asks first
    }
  }
  return true;
}

/** Keeps a save that came to nothing as a draft of its author. Returns false if the browser does not keep all of it. */
export const writeUnsavedAsDraft = (userId: string, { patch, base }: Save): boolean =>
  writeDraft(userId, editsOf(patch, base ?? {}), {});

/** Returns the edits that this user did not save on this browser. */
export function readDraft(userId: string): Edits {
  const kept: Edits = {};
  for (const name of fieldNames) {
    try {
      const edit = editSchema.safeParse(JSON.parse(localStorage.getItem(keyOf(userId, name)) ?? 'null'));
      if (edit.success) kept[name] = edit.data;
    } catch {
      continue; // not what this app writes, or a browser that keeps nothing
    }
  }
  return kept;
}
