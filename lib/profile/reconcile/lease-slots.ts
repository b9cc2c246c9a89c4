import 'server-only';
import { bulkhead } from 'cockatiel';
import { singleton } from '@/lib/singleton';
import { signalDue } from './due-signal';

/** How many leases one process holds at once: so many people can wait for a slow Clerk, and saves have the rest. */
const LEASES = 16;
/** How many of them only saves and what is due may take: readers and the audit can be many at once. */
const KEPT_FOR_DUE = 4;

const slots = singleton('lease-slots', () => ({ policy: bulkhead(LEASES, Infinity), reserved: 0 }));
/** the reconciles of each user, one after the other: a process would only find its own lease taken */
const running = singleton('reconciles', () => new Map<string, Promise<unknown>>());

/** Returns how many more leases this process may take now. */
export const freeSlots = (): number => Math.max(0, slots().policy.executionSlots - slots().reserved);

/** Returns how many of them may be taken for a read that somebody asks for, though nothing is due. */
export const freeSlotsToRead = (): number => Math.max(0, freeSlots() - KEPT_FOR_DUE);

/** Reserves a slot for a lease that is about to be taken; null if none is free. Returns a function that ends that. */
export function reserveSlot(): (() => void) | null {
  if (freeSlots() === 0) return null;
  slots().reserved += 1;
  let isReserved = true;
  return () => {
    if (isReserved) slots().reserved -= 1;
    isReserved = false;
  };
}

/** True while this process holds or waits for a lease of this user. */
export const isReconciling = (userId: string): boolean => running().has(userId);

/**
 * Does work that takes a user's lease, after such work of the same user, and once a slot is free. Its end is signalled
 * if no slot was: what is due has waited for one.
 */
export function inSlot<T>(userId: string, work: () => Promise<T>): Promise<T> {
  const before = running().get(userId) ?? Promise.resolve();
  const own = before.then(() =>
    slots().policy.execute(() =>
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
