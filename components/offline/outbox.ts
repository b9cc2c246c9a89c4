import { createStore, del, promisifyRequest, update, type UseStore } from 'idb-keyval';
import type { Save } from '@/lib/profile/model/profile';
import { parseSave } from '@/lib/profile/model/parse-save';
import { within } from '@/lib/within';

/** A save as the store holds it, under the key `[userId, saveId]`. */
interface Kept {
  /** rises with each save that is enqueued, also where two are in one millisecond */
  order: number;
  save: Save;
}

let opened: UseStore | undefined;

/**
 * The store. Once more on a new connection where the first attempt fails: a browser that evicts what it keeps, or
 * restarts its storage, closes the connection, and need not notify the page.
 */
const store: UseStore = async (mode, work) => {
  try {
    return await (opened ??= createStore('perdure', 'outbox'))(mode, work);
  } catch (error) {
    opened = undefined;
    if (error instanceof Error && error.name === 'QuotaExceededError') throw error; // a new connection is as full
    return await (opened = createStore('perdure', 'outbox'))(mode, work);
  }
};
const keyOf = (userId: string, { saveId }: Save): [string, string] => [userId, saveId];

let latest = 0;
const nextOrder = (): number => (latest = Math.max(latest + 1, Date.now()));

/**
 * Keeps a save in this browser until its outcome is known, so that it survives a reload, a crash and a restart. Returns
 * false if the browser keeps nothing, as in some private windows. Only `userId`, its author, ever sees or sends it. A
 * save that is kept already keeps its place.
 */
export async function enqueueSave(userId: string, save: Save): Promise<boolean> {
  if (silent) return false;
  const enqueue = async () => {
    const added: Kept = { order: nextOrder(), save };
    await update<Kept>(keyOf(userId, save), (kept) => kept ?? added, store);
    return true;
  };
  return inTime(
    enqueue().catch(() => false),
    false,
  );
}

/** Returns a user's saves of unknown outcome, in the order they were made; none if the browser keeps nothing. */
export async function listSaves(userId: string): Promise<Save[]> {
  const kept = (await keptOf(userId)).sort((a, b) => a.order - b.order);
  return kept.flatMap(({ save }) => {
    const read = parseSave(save); // an older version of the app may have written it
    return read.ok ? [read.value] : [];
  });
}

/** Returns the same; null if the browser does not answer in time. */
export const listSavesInTime = async (userId: string): Promise<Save[] | null> =>
  silent ? null : inTime<Save[] | null>(listSaves(userId), null);

/**
 * Returns the saves of the list that were made before this one, by whichever tab. None if the browser does not answer:
 * they wait for the next visit.
 */
export async function listSavesBefore(userId: string, { saveId }: Save): Promise<Save[]> {
  const kept = silent ? [] : await inTime(listSaves(userId), []);
  const at = kept.findIndex((save) => save.saveId === saveId);
  return kept.slice(0, Math.max(0, at));
}

/**
 * Removes a save: its outcome is known, or it is not to be sent any more. If the browser has not answered yet that it
 * keeps the save, it is removed right after that, however late: the store's transactions keep their order.
 */
export const removeSave = (userId: string, save: Save): Promise<void> =>
  inTime(
    remove(userId, save).catch(() => undefined),
    undefined,
  );

const remove = async (userId: string, save: Save): Promise<void> => del(keyOf(userId, save), store);

async function keptOf(userId: string): Promise<Kept[]> {
  try {
    const own = IDBKeyRange.bound([userId], [userId, []]); // an array sorts after every string
    return await store('readonly', (saves) => promisifyRequest<Kept[]>(saves.getAll(own)));
  } catch {
    return []; // the browser keeps nothing, which `enqueueSave` has reported
  }
}

/** How long a save waits for the browser's storage, in ms: some browsers have one that never answers. */
const ANSWER_WITHIN_MS = 1_000;
/** True while the storage owes an answer that came too late: nobody waits for it then. */
let silent = false;

/** Returns what the browser's storage answers, or `otherwise` if it does not in time. `asking` must not reject. */
async function inTime<T>(asking: Promise<T>, otherwise: T): Promise<T> {
  if (silent) return otherwise;
  const answer = await within(
    ANSWER_WITHIN_MS,
    asking.then((value) => ({ value })),
    () => undefined,
  );
  if (answer) return answer.value;
  silent = true;
  void asking.then(() => (silent = false));
  return otherwise;
}
