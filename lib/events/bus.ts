import 'server-only';
import type { ProfileTransaction } from '@/lib/db/queries/profile-transaction';
import type { LiveEvent } from './event';

/** How processes notify each other of events. */
export interface Bus {
  /** Publishes an event once the transaction has committed, and never if it has not. */
  publish(tx: ProfileTransaction, event: LiveEvent): Promise<void>;
  /**
   * Receives all events until `stop`, and reconnects forever. `onPayload` is called for each event, `onConnect` after
   * each (re)connect: what was published before that may have been missed.
   */
  listen(on: { onPayload: (payload: string) => void; onConnect: () => void }): { stop: () => Promise<void> };
}
