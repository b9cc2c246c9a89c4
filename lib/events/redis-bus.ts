import 'server-only';
import { createClient } from '@redis/client';
import { fullJitterMs } from '@/lib/full-jitter';
import { log } from '@/lib/log';
import { singleton } from '@/lib/singleton';
import type { Bus } from './bus';
import { encodeEvent } from './event';

const CHANNEL = 'perdure:profile';
const CONNECT_TIMEOUT_MS = 2_000;
/** The shortest wait before a reconnect, and the longest that is added to it, in ms. */
const SOONEST_MS = 100;
const LATEST_MS = 10_000;
/** How long a connection may be silent before it is pinged, in ms. */
const PING_EVERY_MS = 10_000;

function open(url: string, queueWhileDisconnected: boolean) {
  let isLost = false; // each loss is logged once
  return createClient({
    url,
    disableOfflineQueue: !queueWhileDisconnected,
    pingInterval: PING_EVERY_MS,
    socket: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      // forever
      reconnectStrategy: (failures) => SOONEST_MS + fullJitterMs(failures, SOONEST_MS, LATEST_MS, Math.random()),
    },
  })
    .on('error', (err: unknown) => {
      log[isLost ? 'debug' : 'warn']({ err }, 'the connection to Redis is lost, will reconnect');
      isLost = true;
    })
    .on('ready', () => {
      if (isLost) log.info('reconnected to Redis');
      isLost = false;
    });
}

/** The connection on which events leave; `connected` resolves after the first attempt, or after 2 s. */
interface Publisher {
  client: ReturnType<typeof open>;
  connected: Promise<unknown>;
}
const redis = singleton('redis', (): { publisher?: Publisher } => ({}));

function openPublisher(url: string): Publisher {
  const client = open(url, false); // an event that cannot be sent now is stale later: reconnecting notifies everybody
  const attempt = client.connect().catch((err: unknown) => log.error({ err }, 'Redis cannot be reached'));
  const timeout = new Promise((resolve) => setTimeout(resolve, CONNECT_TIMEOUT_MS).unref());
  return { client, connected: Promise.race([attempt, timeout]) };
}

/**
 * Publishes and subscribes over Redis or Valkey: for fleets whose Postgres has no LISTEN, or commits more than its one
 * lock for NOTIFY bears.
 */
export const redisBus = (url: string): Bus => ({
  // After the commit: Redis knows nothing of transactions. If the process dies in between, polls find the change.
  notification: () => null,
  send: (event) => void send(url, encodeEvent(event)),
  listen: ({ onPayload, onConnect }) => {
    const client = open(url, true);
    let isStopped = false;
    const listening = Promise.all([client.connect(), client.subscribe(CHANNEL, onPayload)]).then(
      () => {
        client.on('ready', onConnect); // from the second connection on, which subscribes again automatically
        onConnect();
      },
      (err: unknown) => {
        if (!isStopped) log.error({ err }, 'cannot listen to Redis');
      },
    );
    return {
      stop: async () => {
        isStopped = true;
        client.destroy();
        await listening;
      },
    };
  },
});

async function send(url: string, payload: string): Promise<void> {
  try {
    const { client, connected } = (redis().publisher ??= openPublisher(url));
    await connected;
    await client.publish(CHANNEL, payload);
  } catch (err) {
    log.warn({ err }, 'an event could not be published over Redis, polls will find the change');
  }
}

/** Closes the connection on which events leave: at the end of a process or a test. */
export function closeRedis(): void {
  redis().publisher?.client.destroy();
  delete redis().publisher;
}
