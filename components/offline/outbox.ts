import { createStore, del, entries, set, type UseStore } from 'idb-keyval';
import type { Save } from '@/lib/profile/model/profile';
import { parseSave } from '@/lib/profile/model/parse-save';
import { within } from '@/lib/within';

let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore('perdure', 'outbox'));

let latest = 0;
/** Rises with each save, also where two are made in one millisecond. */
const order = (): number => (latest = Math.max(latest + 1, Date.now()));

/**
 * Keeps a save in this browser until it is known what became of it: it so survives a reload, a crash and a restart.
 * `userId` is who made it: nobody else on this browser gets to see it or sends it. False where the browser keeps
 * nothing, as in some private windows.
 */
export async function enqueueSave(userId: string, save: Save): Promise<boolean> {
  if (silent) return false;
  const keep = async () => {
    if ((await all()).every(([[owner, , id]]) => owner !== userId || id !== save.saveId))
      await set([userId, order(), save.saveId], save, store());
    return true;
  };
  const keeping = keep().catch(() => false); // told to the caller, who tells the person
  beingKept.set(save.saveId, keeping);
  void keeping.then(() => beingKept.delete(save.saveId));
  return inTime(keeping, false);
}

/** The saves whose keeping the storage has not answered yet. */
const beingKept = new Map<string, Promise<boolean>>();

/**
 * The saves of a person that nobody has heard the outcome of, in the order they were made. None where the browser keeps
 * nothing.
 */
export async function listSaves(userId: string): Promise<Save[]> {
  const own = (await all()).filter(([[owner]]) => owner === userId).sort(([[, a]], [[, b]]) => Number(a) - Number(b));
  return own.flatMap(([, save]) => {
    const read = parseSave(save); // an older version of the app may have written it
    return read.ok ? [read.value] : [];
  });
}

/**
 * Of these, the ones made before this save, by whichever tab. None where the browser does not answer: they wait for the
 * next visit.
 */
export async function listSavesBefore(userId: string, { saveId }: Save): Promise<Save[]> {
  const kept = silent ? [] : await inTime(listSaves(userId), []);
  return kept.slice(
    0,
    Math.max(
      0,
      kept.findIndex((save) => save.saveId === saveId),
    ),
  );
}

/**
 * Forgets a save: its outcome is known, or it is not to be sent any more. Also one whose keeping has not been answered
 * yet: it is forgotten as soon as it is kept, however late that is.
 */
export async function removeSave(userId: string, { saveId }: Save): Promise<void> {
  const forget = async () => {
    await beingKept.get(saveId);
    const own = (await all()).filter(([[owner, , id]]) => owner === userId && id === saveId);
    await Promise.allSettled(own.map(([key]) => del(key, store())));
  };
  await inTime(forget(), undefined);
}

/** How long a save waits for the browser's storage, in ms: some browsers have one that never answers. */
const ANSWER_WITHIN_MS = 1_000;
/** True while the storage owes an answer that came too late: nobody waits for it then. */
let silent = false;

/** What the browser's storage answers, or `otherwise` where it does not answer in time. It must not reject. */
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

/**
 * How long one tab's turn may last, in ms: after that the next one sends what this one has not heard of, under the same
 * id.
 */
const LONGEST_TURN_MS = 20_000;
/** How long a tab waits for its turn, in ms: one that is stopped in the middle of its own cannot count that. */
const LONGEST_WAIT_MS = 5_000;

/**
 * Does `work` while no other tab sends for this person, so that saves leave in the order they were made; but not later
 * than in `LONGEST_WAIT_MS`, whatever other tabs and the browser's locks do. Each tab first sends what others kept
 * before, so that the order holds then too.
 */
export async function withSendLock<T>(userId: string, work: () => Promise<T>): Promise<T> {
  const waiting = new AbortController();
  let working: Promise<T> | undefined;
  const begin = () => (working ??= work());
  await new Promise<void>((goOn) => {
    const timer = setTimeout(goOn, LONGEST_WAIT_MS);
    const turn = async () => {
      clearTimeout(timer);
      goOn();
      await Promise.race([Promise.allSettled([begin()]), new Promise((over) => setTimeout(over, LONGEST_TURN_MS))]);
    };
    lock(`perdure:save:${userId}`, waiting.signal, turn).catch(() => goOn()); // no locks, or no more waiting for one
  });
  waiting.abort();
  return begin();
}

/**
 * Does `work` while nobody else holds the lock. Rejects where the browser has none, refuses it, or the signal comes
 * first.
 */
const lock = async (name: string, signal: AbortSignal, work: () => Promise<unknown>): Promise<void> => {
  await navigator.locks.request(name, { signal }, work);
};

type Key = [userId: string, order: number, saveId: string];
const all = async (): Promise<[Key, unknown][]> => {
  try {
    return await entries<Key, unknown>(store());
  } catch {
    return []; // the browser keeps nothing, which `keepSave` has told
  }
};
