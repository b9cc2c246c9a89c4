import { english } from '@/__tests__/support/texts/in-english';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Heard } from '../../__tests__/e2e/support/device';
import { atSteadyRate } from '../support/people';
import type { Side } from './side';

/** What a save changes: the two names, which are one call of Clerk, the colour, which is another, or all three. */
export type Edit = 'name' | 'colour' | 'both';

/** A person's next colour is always another than the one before. */
const COLOURS = ['teal', 'amber', 'violet'] as const;

export interface TimedSave {
  /** from sending to the whole answer, in ms */
  took: number;
  /** why it was not acknowledged; null if it was */
  failure: string | null;
}

/** Lets the next person save and returns how long the answer took. Never throws. */
export async function timeSave(side: Side, edit: Edit = 'both'): Promise<TimedSave> {
  const send = nextSave(side, edit);
  const started = performance.now();
  const failure = await send();
  return { took: performance.now() - started, failure };
}

/** How long a device waits until it sends a save again, in ms, and how often it does. */
const AGAIN_MS = 1_000;
const MOST_TIMES = 300;

/**
 * Lets the next person save, as a page does: again until it is acknowledged. Returns how often it was sent.
 * @throws if it never is
 */
export async function saveUntilAcknowledged(side: Side): Promise<number> {
  const send = nextSave(side, 'both');
  for (let times = 1; times <= MOST_TIMES; times += 1) {
    if ((await send()) === null) return times;
    await sleep(AGAIN_MS);
  }
  throw new Error(`${side.name}: a save was never acknowledged`);
}

/** Returns a function that sends the next person's save; that returns why it was not acknowledged, or null. */
function nextSave(side: Side, edit: Edit): () => Promise<string | null> {
  const n = (side.sent += 1);
  const person = side.people[n % side.people.length]!;
  person.saves += 1;
  side.unsettled.add(person);
  const saveId = randomUUID();
  const patch = {
    ...(edit !== 'colour' && { firstName: `Ann ${n}`, lastName: `Lee ${n}` }),
    ...(edit !== 'name' && { avatarColor: COLOURS[person.saves % COLOURS.length] }),
  };
  return async () => {
    try {
      if (!side.action) return failureOf(await person.device.save(patch, saveId));
      await person.device.call(...side.action, [patch]);
      return null;
    } catch (error) {
      return String(error);
    }
  };
}

const failureOf = (heard: Heard): string | null => (heard.ok ? null : english.say(heard.failure.message));

/** Lets people save in turn at a steady rate for `ms`, whether or not the saves before were answered. */
export const saveAtRate = (side: Side, aSecond: number, ms: number, edit?: Edit): Promise<TimedSave[]> =>
  atRate(side, aSecond, ms, () => timeSave(side, edit));

/** Starts saves at a steady rate for `ms`, and reports when this machine is too busy to start them in time. */
export async function atRate<T>({ name }: Side, aSecond: number, ms: number, save: () => Promise<T>): Promise<T[]> {
  const saves = await atSteadyRate(aSecond, ms, save);
  const planned = (aSecond * ms) / 1_000;
  if (saves.length < 0.95 * planned)
    console.log(`  ${name}: only ${saves.length} of ${planned} saves were sent in time`);
  return saves;
}

/**
 * Returns the same saves.
 * @throws if one was not acknowledged
 */
export function allAcknowledged(saves: TimedSave[]): TimedSave[] {
  const failure = saves.find((save) => save.failure !== null)?.failure;
  if (failure) throw new Error(`not saved: ${failure}`);
  return saves;
}
