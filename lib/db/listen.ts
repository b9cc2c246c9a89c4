import 'server-only';
import { Client } from 'pg';
import { env } from '@/lib/env';
import { fullJitterMs } from '@/lib/full-jitter';
import { log } from '@/lib/log';
import { recordOutage } from './outage';
import { checkDelivery } from './check-delivery';
import { startDeadline } from './deadline';

const CONNECT_TIMEOUT_MS = 2_000;
/** How often the connection is pinged, and how soon it has to answer, in ms: it may be silent for hours otherwise. */
const PING_EVERY_MS = 10_000;
const ANSWER_TIMEOUT_MS = 2_000;
/** The connection's name in `pg_stat_activity`. */
const NAME = 'perdure-listener';
/** The shortest wait before a reconnect, and the longest that is added to it, in ms. */
const SOONEST_MS = 100;
const LATEST_MS = 10_000;

interface Listener {
  onNotify: (payload: string) => void;
  onConnect: () => void;
  pingEveryMs?: number;
}

/**
 * Listens on a channel of Postgres, on a connection of its own, until `stop`, and reconnects forever with full jitter.
 * `onNotify` is called with each payload, `onConnect` after each (re)connect: what was published before that may have
 * been missed. Records outages: so every process notices one, even if it has nothing else to ask or no connection
 * breaks.
 */
export function listen(
  channel: string,
  { onNotify, onConnect, pingEveryMs = PING_EVERY_MS }: Listener,
): { stop: () => Promise<void> } {
  let stopped = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let current: Client | undefined;
  let delivers: boolean | null = null;

  const connect = async () => {
    const client = (current = new Client({
      connectionString: env().DATABASE_URL,
      application_name: NAME,
      query_timeout: ANSWER_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: PING_EVERY_MS,
    }));
    let isOver = false;
    const lost = (error?: Error) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      client.end().catch((err: unknown) => log.debug({ err }, 'the lost listening connection could not be ended'));
      client.connection.stream.destroy(); // one that hangs, or is still connecting, would never end
      if (stopped) return;
      failures += 1;
      recordOutage(); // others may have made direct saves meanwhile
      const level = failures === 1 ? 'warn' : 'debug'; // each loss is logged once
      log[level]({ err: error }, 'the listening connection to Postgres is lost, will connect again');
      timer = setTimeout(
        () => void connect(),
        SOONEST_MS + fullJitterMs(failures, SOONEST_MS, LATEST_MS, Math.random()),
      );
      timer.unref();
    };
    const pingLater = () => {
      if (isOver || stopped) return;
      timer = setTimeout(() => void client.query('SELECT 1').then(pingLater, lost), pingEveryMs);
      timer.unref();
    };
    client.on('error', lost);
    client.on('end', () => lost());
    client.on('notification', (message) => message.channel === channel && onNotify(message.payload ?? ''));
    const deadline = startDeadline(CONNECT_TIMEOUT_MS, 'Postgres has not accepted a connection in time');
    try {
      await Promise.race([client.connect(), deadline.expired]);
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    } catch (error) {
      lost(error instanceof Error ? error : new Error(String(error)));
      return;
    } finally {
      deadline.stop();
    }
    if (failures > 0) {
      recordOutage();
      log.info({ failures }, 'listening to Postgres again');
    }
    failures = 0;
    pingLater();
    onConnect();
    delivers ??= await checkDelivery(client);
  };
  void connect();

  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      const ended = current?.end();
      current?.connection.stream.destroy(); // a Postgres that hangs never answers a goodbye
      await ended;
    },
  };
}
