import { AsyncLocalStorage } from 'node:async_hooks';
import { statements } from '@/lib/db/queries/statements';

/** The error that ends killed work: its process is gone, and nobody gets an answer. */
export class Killed extends Error {}

interface Life {
  /** how many more points are passed before the process dies */
  left: number;
}
const lives = new AsyncLocalStorage<Life>();

/**
 * Runs work, and kills it at its point number `points`: before or after any statement in Postgres or call to Clerk.
 * Null never kills it.
 * @throws `Killed`, and what the work throws
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

// Every await of the verbs is a statement or a call: the real code runs, with a point on either side of each.
const steps = statements as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
for (const [name, step] of Object.entries(steps)) steps[name] = (...args) => between(() => step(...args));
const fetch = globalThis.fetch;
globalThis.fetch = (input, init) => between(() => fetch(input, init)); // before Clerk's SDK binds it
