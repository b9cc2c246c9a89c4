import { AsyncLocalStorage } from 'node:async_hooks';
import { latestNow } from '@/lib/db/clock';
import { SINGLETONS } from '@/lib/singleton';

/** What each instance keeps alone. The rest is shared, so that a schedule does not open dozens of pools. */
const OWN = ['clock', 'outage', 'outage-log', 'stale-users', 'circuit', 'save-queues'];
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

/** What one process of the app knows by itself, beside Postgres and Clerk: its singletons. */
interface Instance {
  /** how far its clock is off, in ms */
  skewMs: number;
  memory: Memory;
}
const current = new AsyncLocalStorage<Instance>();

/** How far the clocks of the instances are off, in ms: less than the five minutes that a webhook's signature allows. */
const SKEWS_MS = [-40_000, 70_000];
let instances: Instance[] = SKEWS_MS.map((skewMs) => ({ skewMs, memory: new Memory() }));
export const INSTANCES = SKEWS_MS.length;

/** All instances are started anew, and know nothing. */
export const restartInstances = (): void =>
  void (instances = SKEWS_MS.map((skewMs) => ({ skewMs, memory: new Memory() })));

/**
 * An instance died and another took its place: what it knew by itself is gone, and what is older than itself it may not
 * believe. It has read the clock of Postgres as it began.
 */
export function restartInstance(index: number): void {
  const { skewMs, memory } = instances[index]!;
  const { reading } = (memory.get('clock') ?? {}) as { reading?: object };
  const first = onInstance(index, latestNow);
  const restarted = new Memory();
  if (reading) restarted.set('clock', { reading: { ...reading, first } });
  instances[index] = { skewMs, memory: restarted };
}

/** Does work in one instance of the app: with its clock, and with what it knows. */
export const onInstance = <T>(index: number, work: () => T): T => current.run(instances[index]!, work);

const realNow = Date.now;
Date.now = () => realNow() + (current.getStore()?.skewMs ?? 0);

Object.defineProperty(globalThis, SINGLETONS, { get: () => current.getStore()?.memory ?? outside });
