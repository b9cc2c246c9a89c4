import 'server-only';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { within } from '@/lib/within';

const CHANNEL = 'perdure_delivery_check';
/** How soon a notification has to arrive, in ms: it takes a few on an idle machine. */
const ARRIVES_WITHIN_MS = 5_000;
const TIMEOUT_MS = 2_000;

/**
 * Returns true if a notification reaches a connection that listens, null if that could not be tried. A transaction
 * pooler accepts a LISTEN and delivers nothing, silently: false is logged.
 */
export async function checkDelivery(listener: Client): Promise<boolean | null> {
  const id = randomUUID();
  const arrived = new Promise<boolean | null>((resolve) => {
    listener.on('notification', ({ payload }) => payload === id && resolve(true));
    listener.once('end', () => resolve(null));
  });
  try {
    await listener.query(`LISTEN ${CHANNEL}`);
    await notify(id);
  } catch (err) {
    log.debug({ err }, 'whether notifications of Postgres arrive could not be tried');
    return null;
  }
  const arrives = await within(ARRIVES_WITHIN_MS, arrived, () => undefined);
  if (arrives !== undefined) return arrives;
  log.error(
    'notifications of Postgres do not arrive, although it takes a LISTEN: is DATABASE_URL that of a transaction ' +
      'pooler? Other devices follow only every 30 s; give a direct address, or EVENTS_URL',
  );
  return false;
}

/** Notifies on a connection of its own: one that listens receives its own notifications in another way. */
async function notify(payload: string): Promise<void> {
  const sender = new Client({
    connectionString: env().DATABASE_URL,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  sender.on('error', (err) => log.debug({ err }, 'the connection that notified is lost'));
  try {
    await sender.connect();
    await sender.query('SELECT pg_notify($1, $2)', [CHANNEL, payload]);
  } finally {
    void sender.end().catch((err: unknown) => log.debug({ err }, 'the connection that notified could not be ended'));
  }
}
