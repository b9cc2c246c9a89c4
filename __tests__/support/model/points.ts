import { AsyncLocalStorage } from 'node:async_hooks';
import { ProfileTransaction } from '@/lib/db/queries/profile-transaction';

/** What a killed piece of work ends with: its process is gone, nobody hears an answer. */
export class Killed extends Error {}

interface Life {
  /** how many points are still reached alive */
  left: number;
}
const lives = new AsyncLocalStorage<Life>();

/**
 * Runs work that is killed at its `points`-th point: before or after any statement of Postgres or call of Clerk. Null:
 * never.
 */
export const livingFor = <T>(points: number | null, work: () => Promise<T>): Promise<T> =>
  lives.run({ left: points ?? Infinity }, work);

function point(): void {
  const life = lives.getStore();
  if (life && life.left-- <= 0) throw new Killed('killed');
}

async function between<T>(step: () => Promise<T>): Promise<T> {
  point();
  const answer = await step();
  point();
  return answer;
}

// Every await of the verbs is a statement or a call: what runs is the real thing, with a point on either side.
const steps = ProfileTransaction.prototype as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
for (const name of Object.getOwnPropertyNames(steps)) {
  const step = steps[name]!;
  if (name === 'constructor') continue;
  steps[name] = function (...args) {
    return between(() => step.apply(this, args));
  };
}
const fetch = globalThis.fetch;
globalThis.fetch = (input, init) => between(() => fetch(input, init)); // before Clerk's SDK binds it
