import 'server-only';
import { listen } from '@/lib/db/listen';
import type { Bus } from './bus';
import { encodeEvent } from './event';

const CHANNEL = 'perdure_profile';

/** The bus over LISTEN and NOTIFY: nothing more to deploy, and an event leaves with its write or not at all. */
export const postgresBus: Bus = {
  notification: (event) => ({ channel: CHANNEL, payload: encodeEvent(event) }),
  send: () => undefined, // an event without a write is one that Postgres did not take
  listen: ({ onPayload, onConnect }) => listen(CHANNEL, { onNotify: onPayload, onConnect }),
};
