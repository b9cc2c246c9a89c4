import { AsyncLocalStorage } from 'node:async_hooks';
import { latestNow } from '@/lib/db/clock';
import { SINGLETONS } from '@/lib/singleton';

/** The singletons that each instance has of its own. The rest is shared: a schedule must not open dozens of pools. */
const OWN = [
  ...['clock', 'outage', 'outage-log', 'stale-users', 'circuit', 'save-queues'],
  ...['lease-slots', 'reconciles', 'reads'],
];
const outside = (globalThis as { [SINGLETONS]?: Map<string, unknown> })[SINGLETONS] ?? new Map<string, unknown>();

/** The singletons of one instance: its own, and those that all share. */
class Memory extends Map<string, unknown> {
  override has(name: string) {
    return OWN.includes(name) ? super.has(name) : outside.has(name);
  }
  override get(name: string) {
    return OWN.includes(name) ? super.get(name) : outside.get(name);
  }
  override set(name: string, value: unknown) {
    if (OWN.includes(name)) return super.set(name, value);
    outside.set(name, value);
    return this;
  }
  override delete(name: string) {
    return OWN.includes(name) ? super.delete(name) : outside.delete(name);
  }
}

/** One process of the app: its clock and its singletons. */
interface Instance {
  /** how far its clock is off, in ms */
  skewMs: number;
  memory: Memory;
}
const current = new AsyncLocalStorage<Instance>();

/** How far each instance's clock is off, in ms: less than the five minutes that a webhook's signature allows. */
const SKEWS_MS = [-40_000, 70_000];
let instances: Instance[] = SKEWS_MS.map((skewMs) => ({ skewMs, memory: new Memory() }));
export const INSTANCES = SKEWS_MS.length;

/** Restarts all instances, with empty singletons. */
export const restartInstances = (): void =>
  void (instances = SKEWS_MS.map((skewMs) => ({ skewMs, memory: new Memory() })));

/**
 * Replaces an instance that died, by one that has read the clock of Postgres as it began. Its singletons are empty, and
 * rows last read before it began are possibly stale to it.
 */
export function restartInstance(index: number): void {
  const { skewMs, memory } = instances[index]!;
  const { reading } = (memory.get('clock') ?? {}) as { reading?: object };
  const first = onInstance(index, latestNow);
  const restarted = new Memory();
  if (reading) restarted.set('clock', { reading: { ...reading, first } });
  instances[index] = { skewMs, memory: restarted };
}

/** Does work in one instance of the app, with its clock and its singletons. */
export const onInstance = <T>(index: number, work: () => T): T => current.run(instances[index]!, work);

const realNow = Date.now;
Date.now = () => realNow() + (current.getStore()?.skewMs ?? 0);

Object.defineProperty(globalThis, SINGLETONS, { get: () => current.getStore()?.memory ?? outside });
