import { AsyncLocalStorage } from 'node:async_hooks';
import { latestNow } from '@/lib/db/clock';

/** What one process of the app knows by itself, beside Postgres and Clerk: the globals that its modules keep. */
interface Instance {
  /** how far its clock is off, in ms */
  skewMs: number;
  memory: Record<string, unknown>;
}
const current = new AsyncLocalStorage<Instance>();

/** How far the clocks of the instances are off, in ms: less than the five minutes that a webhook's signature allows. */
const SKEWS_MS = [-40_000, 70_000];
let instances: Instance[] = SKEWS_MS.map((skewMs) => ({ skewMs, memory: {} }));
export const INSTANCES = SKEWS_MS.length;

/** All instances are started anew, and know nothing. */
export const restartInstances = (): void => void (instances = SKEWS_MS.map((skewMs) => ({ skewMs, memory: {} })));

/**
 * An instance died and another took its place: what it knew by itself is gone, and what is older than itself it may not
 * believe. It has read the clock of Postgres as it began.
 */
export function restartInstance(index: number): void {
  const { skewMs, memory } = instances[index]!;
  const clock = memory.perdureClock as object | undefined;
  instances[index] = { skewMs, memory: { perdureClock: clock && { ...clock, first: onInstance(index, latestNow) } } };
}

/** Does work in one instance of the app: with its clock, and with what it knows. */
export const onInstance = <T>(index: number, work: () => T): T => current.run(instances[index]!, work);

const realNow = Date.now;
Date.now = () => realNow() + (current.getStore()?.skewMs ?? 0);

// What an instance knows hangs on the global object; the pool of connections is shared, so that a schedule does not
// open dozens.
const outside: Record<string, unknown> = {};
for (const name of [
  'perdureClock',
  'perdureLastAway',
  'perdureOutage',
  'perdureMissed',
  'perdureCircuit',
  'perdureSaves',
  'perdureOutageLog',
]) {
  const memory = () => current.getStore()?.memory ?? outside;
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get: () => memory()[name],
    set: (value: unknown) => void (memory()[name] = value),
  });
}
