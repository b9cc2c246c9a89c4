import { editsOf } from '@/lib/profile/model/edits';
import { parseDrafts, type Draft } from '@/lib/profile/model/drafts/drafts';
import type { UnsavedForm } from '@/lib/profile/model/form-names';
import { newSaveId } from '@/lib/profile/model/save-id';
import { fieldNames, type FieldName } from '@/lib/profile/model/values';

/** The drafts that one page keeps of one field. */
export interface StoredDrafts {
  key: string;
  /** the page's id; null where an older version of the app kept it */
  page: string | null;
  name: FieldName;
  drafts: Draft[];
}

const prefixOf = (userId: string): string => `perdure:draft:${userId}:`;
const isField = (name: string): name is FieldName => (fieldNames as string[]).includes(name);

/** Those whose drafts are forgotten: what their pages still write is not kept. */
const forgotten = new Set<string>();
/** What the browser does not keep, for as long as this page is open. */
const unkept = new Map<string, StoredDrafts>();

/**
 * Keeps what a page has of one field in this browser, in place of what it had. Returns false if the browser does not
 * keep it. No other user of the browser sees it.
 */
export function storeDrafts(userId: string, page: string, name: FieldName, drafts: readonly Draft[]): boolean {
  if (forgotten.has(userId)) return drafts.length === 0;
  const key = `${prefixOf(userId)}${page}:${name}`;
  unkept.delete(key);
  try {
    if (drafts.length > 0) localStorage.setItem(key, JSON.stringify(drafts));
    else localStorage.removeItem(key);
    return true;
  } catch {
    // It keeps nothing, or is full: the edit is in the form, and leaving asks first.
    if (drafts.length > 0) unkept.set(key, { key, page, name, drafts: [...drafts] });
    return drafts.length === 0;
  }
}

/** Keeps a save that came to nothing as drafts of its author. Returns false if the browser does not keep all of it. */
export function writeUnsavedAsDraft(
  userId: string,
  { texts, save: { saveId, base } }: Pick<UnsavedForm, 'texts' | 'save'>,
): boolean {
  const at = Date.now();
  return Object.entries(editsOf(texts, base ?? {}))
    .map(([name, edit]) => storeDrafts(userId, saveId, name as FieldName, [{ ...edit, at }]))
    .every(Boolean);
}

/** Returns all drafts of a user in this browser, and removes those that are too old. */
export function listDrafts(userId: string): StoredDrafts[] {
  const own = [...unkept.values()].filter(({ key }) => key.startsWith(prefixOf(userId)));
  try {
    return [...own, ...draftKeys(userId).flatMap((key) => (unkept.has(key) ? [] : read(key, prefixOf(userId))))];
  } catch {
    return own; // a browser that keeps nothing
  }
}

/** @throws where the browser keeps nothing */
function read(key: string, prefix: string): StoredDrafts[] {
  const [, page = null, name = ''] = /^(?:([^:]*):)?([^:]*)$/.exec(key.slice(prefix.length)) ?? [];
  if (!isField(name)) return []; // of another version of the app
  const drafts = parseDrafts(localStorage.getItem(key) ?? '', Date.now());
  if (drafts.length === 0) localStorage.removeItem(key);
  return drafts.length === 0 ? [] : [{ key, page, name, drafts }];
}

/** Removes what was kept under these keys. */
export function removeDrafts(keys: readonly string[]): void {
  for (const key of keys) unkept.delete(key);
  try {
    for (const key of keys) localStorage.removeItem(key);
  } catch {
    return; // a browser that keeps nothing
  }
}

/** @throws where the browser keeps nothing */
const draftKeys = (userId: string): string[] =>
  Object.keys(localStorage).filter((key) => key.startsWith(prefixOf(userId)));

/** Keeps drafts of a user, also after they were forgotten: it is called when one signs in. */
export const rememberDrafts = (userId: string): void => void forgotten.delete(userId);

/** Keeps no more drafts of a user from this page: they have signed out. */
const ignoreDrafts = (userId: string): void => void forgotten.add(userId);

/** Removes all drafts of a user, whichever page made them, and keeps no more. Returns what undoes that. */
export function forgetDrafts(userId: string): () => void {
  const kept = listDrafts(userId);
  ignoreDrafts(userId);
  removeDrafts(kept.map(({ key }) => key));
  return () => {
    rememberDrafts(userId);
    for (const { page, name, drafts } of kept) storeDrafts(userId, page ?? newSaveId(), name, drafts);
  };
}
