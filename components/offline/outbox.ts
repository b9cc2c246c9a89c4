import { createStore, del, entries, set, type UseStore } from 'idb-keyval';
import type { Save } from '@/lib/profile/profile';
import { parseSave } from '@/lib/profile/save-input';

let opened: UseStore | undefined;
const store = (): UseStore => (opened ??= createStore('perdure', 'outbox'));

let latest = 0;
/** Rises with each save, also where two are made in one millisecond. */
const order = (): number => (latest = Math.max(latest + 1, Date.now()));

/**
 * Keeps a save in this browser until it is known what became of it: it so survives a reload, a crash and a restart. `person` is who made it:
 * nobody else on this browser gets to see it or sends it. False where the browser keeps nothing, as in some private windows.
 */
export async function keepSave(person: string, save: Save): Promise<boolean> {
  try {
    if ((await all()).every(([[owner, , id]]) => owner !== person || id !== save.saveId)) await set([person, order(), save.saveId], save, store());
    return true;
  } catch {
    return false; // told to the caller, who tells the person
  }
}

/** The saves of a person that nobody has heard the outcome of, in the order they were made. None where the browser keeps nothing. */
export async function keptSaves(person: string): Promise<Save[]> {
  const own = (await all()).filter(([[owner]]) => owner === person).sort(([[, a]], [[, b]]) => Number(a) - Number(b));
  return own.flatMap(([, save]) => {
    const read = parseSave(save); // an older version of the app may have written it
    return read.ok ? [read.value] : [];
  });
}

/** Of these, the ones made before this save, by whichever tab. */
export async function keptBefore(person: string, { saveId }: Save): Promise<Save[]> {
  const kept = await keptSaves(person);
  return kept.slice(0, Math.max(0, kept.findIndex((save) => save.saveId === saveId)));
}

/** Forgets a save: its outcome is known. One that the browser does not let go is sent again at the next visit, which changes nothing. */
export async function forgetSave(person: string, { saveId }: Save): Promise<void> {
  const own = (await all()).filter(([[owner, , id]]) => owner === person && id === saveId);
  await Promise.allSettled(own.map(([key]) => del(key, store())));
}

/** How long one tab's turn may last, in ms: after that the next one sends what this one has not heard of, under the same id. */
const LONGEST_TURN_MS = 20_000;

/** Does `work` while no other tab sends for this person, so that saves leave in the order they were made. */
export function inTurn<T>(person: string, work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return work();
  return new Promise((resolve, reject) => {
    const turn = async () => {
      const working = work();
      resolve(working);
      await Promise.race([Promise.allSettled([working]), new Promise((over) => setTimeout(over, LONGEST_TURN_MS))]);
    };
    navigator.locks.request(`perdure:save:${person}`, turn).catch(reject);
  });
}

type Key = [person: string, order: number, saveId: string];
const all = async (): Promise<[Key, unknown][]> => {
  try {
    return await entries<Key, unknown>(store());
  } catch {
    return []; // the browser keeps nothing, which `keepSave` has told
  }
};
