import { z } from 'zod';
import { fieldNames } from '@/lib/profile/values';
import type { Edits } from '../profile/edits';

const editsSchema = z.record(z.string(), z.object({ value: z.string(), base: z.string() }));
const keyOf = (person: string): string => `perdure:draft:${person}`;

/** Keeps what somebody typed and has not saved, so that it survives a crash, a reload and an expired session. Nobody else on this browser gets to see it. */
export function keepDraft(person: string, edits: Edits): void {
  try {
    if (Object.keys(edits).length > 0) localStorage.setItem(keyOf(person), JSON.stringify(edits));
    else localStorage.removeItem(keyOf(person));
  } catch {
    return; // the browser keeps nothing, or is full: the edit is in the form, and leaving asks first
  }
}

/** What this person typed here and did not save. */
export function keptDraft(person: string): Edits {
  try {
    const kept = editsSchema.parse(JSON.parse(localStorage.getItem(keyOf(person)) ?? '{}'));
    return Object.fromEntries(Object.entries(kept).filter(([name]) => (fieldNames as string[]).includes(name)));
  } catch {
    return {}; // not what this app writes
  }
}
