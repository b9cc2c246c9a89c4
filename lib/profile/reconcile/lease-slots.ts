import 'server-only';
import { bulkhead } from 'cockatiel';
import { singleton } from '@/lib/singleton';
import { signalDue } from './due-signal';

/** How many leases one process holds at once: so many people can wait for a slow Clerk, and saves have the rest. */
const LEASES = 16;

const slots = singleton('lease-slots', () => bulkhead(LEASES, Infinity));
/** the reconciles of each user, one after the other: a process would only find its own lease taken */
const running = singleton('reconciles', () => new Map<string, Promise<unknown>>());

/** Returns how many more leases this process may take now. */
export const freeSlots = (): number => slots().executionSlots;

/** True while this process holds or waits for a lease of this user. */
export const isReconciling = (userId: string): boolean => running().has(userId);

/**
 * Does work that takes a user's lease, after such work of the same user, and once a slot is free. Its end is signalled
 * if no slot was: what is due has waited for one.
 */
export function inSlot<T>(userId: string, work: () => Promise<T>): Promise<T> {
  const before = running().get(userId) ?? Promise.resolve();
  const own = before.then(() =>
    slots().execute(() =>
      work().finally(() => {
        if (freeSlots() === 0) signalDue(0);
      }),
    ),
  );
  const settled = own
    .catch(() => undefined)
    .finally(() => {
      if (running().get(userId) === settled) running().delete(userId);
    });
  running().set(userId, settled);
  return own;
}
