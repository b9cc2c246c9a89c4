import 'server-only';
import { listen } from '@/lib/db/listen';
import type { Bus } from './bus';
import { encodeEvent } from './event';

const CHANNEL = 'perdure_profile';

/** The bus over LISTEN and NOTIFY: nothing more to deploy, and an event leaves with its transaction or not at all. */
export const postgresBus: Bus = {
  publish: (tx, event) => tx.notify(CHANNEL, encodeEvent(event)),
  listen: ({ onPayload, onConnect }) => listen(CHANNEL, { onNotify: onPayload, onConnect }),
};
