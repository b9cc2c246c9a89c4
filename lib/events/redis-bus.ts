import 'server-only';
import { createClient } from '@redis/client';
import { fullJitterMs } from '@/lib/full-jitter';
import { log } from '@/lib/log';
import type { Bus } from './bus';
import { encodeEvent } from './event';

const CHANNEL = 'perdure:profile';
const CONNECT_TIMEOUT_MS = 2_000;
const SOONEST_MS = 100;
const LATEST_MS = 10_000;
/** A connection that is silent for longer than this is asked whether it still stands, in ms. */
const PING_EVERY_MS = 10_000;

function open(url: string, queueWhileAway: boolean) {
  let isLost = false; // told once for each time that it is lost
  return createClient({
    url,
    disableOfflineQueue: !queueWhileAway,
    pingInterval: PING_EVERY_MS,
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      // for ever
      reconnectStrategy: (failures) => SOONEST_MS + fullJitterMs(failures, SOONEST_MS, LATEST_MS, Math.random()),
    },
  })
    .on('error', (err: unknown) => {
      log[isLost ? 'debug' : 'warn']({ err }, 'the connection to Redis is lost, will connect again');
      isLost = true;
    })
    .on('ready', () => {
      if (isLost) log.info('connected to Redis again');
      isLost = false;
    });
}
type Connection = ReturnType<typeof open>;

// Next bundles this module more than once in one process; it must connect once.
const shared = globalThis as typeof globalThis & {
  perdureRedis?: { publisher: Connection; connecting: Promise<unknown> } | undefined;
};

function publisher(url: string): { publisher: Connection; connecting: Promise<unknown> } {
  if (shared.perdureRedis) return shared.perdureRedis;
  // an event that cannot be told now is old news later: everybody is nudged on connecting again
  const client = open(url, false);
  const connected = client.connect().catch((err: unknown) => log.error({ err }, 'Redis cannot be reached'));
  const connecting = Promise.race([
    connected,
    new Promise((resolve) => setTimeout(resolve, CONNECT_TIMEOUT_MS).unref()),
  ]);
  return (shared.perdureRedis = { publisher: client, connecting });
}

/**
 * Publish and subscribe over Redis or Valkey, for fleets whose Postgres has no LISTEN, or commits more than its one
 * lock for NOTIFY bears.
 */
export const redisBus = (url: string): Bus => ({
  // After the commit, because Redis knows nothing of transactions: a process that dies in between leaves the news to
  // polls.
  publish: async (tx, event) => tx.afterCommit(() => void announce(url, encodeEvent(event))),
  listen: ({ onPayload, onConnect }) => {
    const client = open(url, true);
    let stopped = false;
    const listening = Promise.all([client.connect(), client.subscribe(CHANNEL, onPayload)]).then(
      () => {
        client.on('ready', onConnect); // from the second connection on, which subscribes again by itself
        onConnect();
      },
      (err: unknown) => {
        if (!stopped) log.error({ err }, 'cannot listen to Redis');
      },
    );
    return {
      stop: async () => {
        stopped = true;
        client.destroy();
        await listening;
      },
    };
  },
});

async function announce(url: string, payload: string): Promise<void> {
  try {
    const { publisher: client, connecting } = publisher(url);
    await connecting;
    await client.publish(CHANNEL, payload);
  } catch (err) {
    log.warn({ err }, 'an event could not be told over Redis, polls will find it');
  }
}

/** Closes the connection that events leave on: at the end of a process or a test. */
export function closeRedis(): void {
  shared.perdureRedis?.publisher.destroy();
  shared.perdureRedis = undefined;
}
