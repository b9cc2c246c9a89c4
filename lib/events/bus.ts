import 'server-only';
import type { Notification } from '@/lib/db/queries/notification';
import type { LiveEvent } from './event';

/** How processes notify each other of events. */
export interface Bus {
  /** Returns the notification that carries an event with the write that causes it; null if `send` carries it. */
  notification(event: LiveEvent): Notification | null;
  /** Sends an event without a write, where that can be done. Never throws. */
  send(event: LiveEvent): void;
  /**
   * Receives all events until `stop`, and reconnects forever. `onPayload` is called for each event, `onConnect` after
   * each (re)connect: what was published before that may have been missed.
   */
  listen(on: { onPayload: (payload: string) => void; onConnect: () => void }): { stop: () => Promise<void> };
}
