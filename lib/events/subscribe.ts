import 'server-only';
import { log } from '@/lib/log';
import { singleton } from '@/lib/singleton';
import { currentBus } from './current-bus';
import { decodeEvent, type LiveEvent } from './event';

/** Called with each of one user's events, and with null when some may have been missed. */
export type Listener = (event: LiveEvent | null) => void;

interface Subscriptions {
  byUser: Map<string, Set<Listener>>;
  /** called with every event, whoever it is about, and with null when some may have been missed */
  toAll: Set<Listener>;
  listening: { stop: () => Promise<void> } | null;
}
const subscriptions = singleton('subscriptions', (): Subscriptions => ({
  byUser: new Map(),
  toAll: new Set(),
  listening: null,
}));

/** Subscribes to one user's events, on this process's one connection. Returns a function that unsubscribes. */
export function subscribe(userId: string, listener: Listener): () => void {
  const { byUser } = subscriptions();
  const listeners = byUser.get(userId) ?? new Set();
  byUser.set(userId, listeners.add(listener));
  startListening();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && byUser.get(userId) === listeners) byUser.delete(userId);
  };
}

/** Subscribes to the events of all users, on the same connection. Returns a function that unsubscribes. */
export function subscribeToAll(listener: Listener): () => void {
  const { toAll } = subscriptions();
  toAll.add(listener);
  startListening();
  return () => void toAll.delete(listener);
}

/** Closes this process's connection: at its end, or at that of a test. */
export async function stopListening(): Promise<void> {
  const { listening } = subscriptions();
  subscriptions().listening = null;
  await listening?.stop();
}

function startListening(): void {
  const { byUser, toAll } = subscriptions();
  subscriptions().listening ??= currentBus().listen({
    onPayload: (payload) => {
      const event = decodeEvent(payload);
      if (!event) log.debug({ payload }, 'an event that this version does not know');
      if (event) notify(byUser.get(event.userId), event);
      if (event) notify(toAll, event);
    },
    onConnect: () => {
      for (const listeners of byUser.values()) notify(listeners, null);
      notify(toAll, null);
    },
  });
}

/** One listener that throws must not keep the event from the others. */
function notify(listeners: Set<Listener> | undefined, event: LiveEvent | null): void {
  for (const listener of listeners ?? [])
    try {
      listener(event);
    } catch (err) {
      log.error({ err }, 'a listener failed');
    }
}
