import 'server-only';
import { log } from '@/lib/log';
import { bus } from './bus';
import { decodeEvent, type LiveEvent } from './event';

/** Hears of one user's events; null: something may have been missed. */
export type Listener = (event: LiveEvent | null) => void;

interface Hub {
  byUser: Map<string, Set<Listener>>;
  /** hear that anything happened, to anybody */
  ofAll: Set<() => void>;
  listening: { stop: () => Promise<void> } | null;
}

// Next bundles this module more than once in one process; it must listen once.
const shared = globalThis as typeof globalThis & { perdureEvents?: Hub };
const hub = (): Hub => (shared.perdureEvents ??= { byUser: new Map(), ofAll: new Set(), listening: null });

/** Hears of one user's events, on this process's one connection, until the function that this gives is called. */
export function subscribe(userId: string, listener: Listener): () => void {
  const { byUser } = hub();
  const listeners = byUser.get(userId) ?? new Set();
  byUser.set(userId, listeners.add(listener));
  startListening();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && byUser.get(userId) === listeners) byUser.delete(userId);
  };
}

/** Is woken at every event, and whenever some may have been missed, until the function that this gives is called. */
export function subscribeToAll(wake: () => void): () => void {
  hub().ofAll.add(wake);
  startListening();
  return () => void hub().ofAll.delete(wake);
}

/** Ends this process's connection: at its end, or at that of a test. */
export async function stopListening(): Promise<void> {
  const { listening } = hub();
  hub().listening = null;
  await listening?.stop();
}

function startListening(): void {
  const { byUser, ofAll } = hub();
  hub().listening ??= bus().listen({
    onPayload: (payload) => {
      const event = decodeEvent(payload);
      if (!event) log.debug({ payload }, 'an event that this version does not know');
      if (event) tell(byUser.get(event.userId), event);
      for (const wake of ofAll) wake();
    },
    onConnect: () => {
      for (const listeners of byUser.values()) tell(listeners, null);
      for (const wake of ofAll) wake();
    },
  });
}

/** One listener that fails must not keep the others from hearing. */
function tell(listeners: Set<Listener> | undefined, event: LiveEvent | null): void {
  for (const listener of listeners ?? [])
    try {
      listener(event);
    } catch (err) {
      log.error({ err }, 'a listener failed');
    }
}
