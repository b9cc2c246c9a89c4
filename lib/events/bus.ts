import 'server-only';
import type { ProfileTransaction } from '@/lib/db/profile-rows';
import { env } from '@/lib/env';
import type { LiveEvent } from './event';
import { postgresBus } from './postgres-bus';
import { redisBus } from './redis-bus';

/** How processes tell each other what happened. */
export interface Bus {
  /** Announces an event once the transaction has committed, and never where it has not. */
  publish(tx: ProfileTransaction, event: LiveEvent): Promise<void>;
  /**
   * Hears all events until `stop`. `onPayload` is called for each; `onConnect` whenever the connection stands (again):
   * what was announced before that may have been missed. Connects again for ever.
   */
  listen(heard: { onPayload: (payload: string) => void; onConnect: () => void }): { stop: () => Promise<void> };
}

/** The bus of this process: Redis where `EVENTS_URL` names one, else Postgres. */
export const bus = (): Bus => {
  const { EVENTS_URL } = env();
  return EVENTS_URL ? redisBus(EVENTS_URL) : postgresBus;
};
