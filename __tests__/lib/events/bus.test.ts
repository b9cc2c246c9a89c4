import { randomUUID } from 'node:crypto';
import { EventEmitter, on, once } from 'node:events';
import { Prisma } from '@/lib/db/generated/client';
import { statements } from '@/lib/db/queries/statements';
import { recordWebhook } from '@/lib/db/queries/webhook-ledger';
import type { Notification } from '@/lib/db/queries/notification';
import { writeProfile } from '@/lib/db/queries/write-profile';
import type { Bus } from '@/lib/events/bus';
import { decodeEvent, type LiveEvent } from '@/lib/events/event';
import { postgresBus } from '@/lib/events/postgres-bus';
import type * as publishing from '@/lib/events/publish';
import { closeRedis, redisBus } from '@/lib/events/redis-bus';
import { hasRedis, startRedis } from '../../support/redis';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy';
import { startWorld, type World } from '../../support/world';

let world: World;
let redis: Awaited<ReturnType<typeof startRedis>>;
let wireToRedis: TcpProxy;
beforeAll(async () => {
  world = await startWorld();
  if (!hasRedis) return;
  redis = await startRedis();
  wireToRedis = await startTcpProxy({ host: '127.0.0.1', port: redis.port });
});
afterAll(async () => {
  await world.stop();
  if (!hasRedis) return;
  closeRedis();
  await wireToRedis.stop();
  await redis.stop();
});

/** Returns the module that publishes as a process with this `EVENTS_URL` loads it, or without one. */
async function publishThrough(eventsUrl: string | null): Promise<typeof publishing> {
  let loaded: typeof publishing | undefined;
  if (eventsUrl) process.env.EVENTS_URL = eventsUrl;
  await jest.isolateModulesAsync(async () => {
    loaded = await import('@/lib/events/publish');
    (await import('@/lib/env')).env(); // which a process reads once
    (await import('@/lib/log')).log.level = 'silent';
  });
  delete process.env.EVENTS_URL;
  return loaded!;
}
/** A write that is committed with the notification. */
const write = (notification: Notification | null) => recordWebhook(`msg_${randomUUID()}`, notification);

const changed = (version: string): LiveEvent => ({ kind: 'changed', userId: 'user_a', version });

/** Listens, and returns what arrives. */
async function listening(bus: Bus) {
  const heard = new EventEmitter();
  const payloads = on(heard, 'payload');
  const connected = once(heard, 'connected');
  const { stop } = bus.listen({
    onPayload: (payload) => void heard.emit('payload', payload),
    onConnect: () => void heard.emit('connected'),
  });
  await connected;
  return {
    next: async () => decodeEvent(((await payloads.next()).value as string[])[0]!),
    connectedAgain: () => once(heard, 'connected'),
    stop,
  };
}

interface TestedBus {
  given: boolean;
  bus: () => Bus;
  url: () => string | null;
  wire: () => TcpProxy;
  /** whether an event leaves without a write */
  passesPostgres: boolean;
}
const urlOfRedis = () => `redis://127.0.0.1:${wireToRedis.port}`;
const buses: [string, TestedBus][] = [
  [
    'Postgres',
    { given: true, bus: () => postgresBus, url: () => null, wire: () => world.postgres, passesPostgres: false },
  ],
  [
    'Redis',
    {
      given: hasRedis,
      bus: () => redisBus(urlOfRedis()),
      url: urlOfRedis,
      wire: () => wireToRedis,
      passesPostgres: true,
    },
  ],
];

describe.each(buses)('the bus over %s', (name, { given, bus, url, wire, passesPostgres }) => {
  const it = given ? test : test.skip;
  let publish: typeof publishing;
  beforeAll(async () => {
    if (given) publish = await publishThrough(url());
  });

  it(`${name} brings every listener what was committed, in order`, async () => {
    const listeners = await Promise.all([listening(bus()), listening(bus())]);
    for (const version of ['1.a', '2.b', '3.c']) await publish.publishWith(changed(version), write);
    for (const { next, stop } of listeners) {
      expect([await next(), await next(), await next()]).toEqual(['1.a', '2.b', '3.c'].map(changed));
      await stop();
    }
  });

  it(`${name} brings nothing that was rolled back`, async () => {
    const { next, stop } = await listening(bus());
    const notified = (notification: Notification | null) =>
      notification
        ? [Prisma.sql`SELECT pg_notify(${notification.channel}, ${notification.payload})::text`]
        : [Prisma.sql`SELECT 'nothing to notify of'`];
    const aborted = publish.publishWith(changed('1.gone'), (notification) =>
      statements.executeAll([...notified(notification), Prisma.sql`SELECT 1 / 0`]),
    );
    await expect(aborted).rejects.toThrow('division by zero');
    await publish.publishWith(changed('2.kept'), write);
    expect(await next()).toEqual(changed('2.kept'));
    await stop();
  });

  it(`${name} brings nothing of a write that another was quicker than`, async () => {
    const { next, stop } = await listening(bus());
    const userId = await world.known();
    const late = publish.publishWith(changed('1.late'), (notification) =>
      writeProfile(userId, 'an older version', { revision: 7 }, { notification }),
    );
    expect(await late).toBeNull();
    await publish.publishWith(changed('2.kept'), write);
    expect(await next()).toEqual(changed('2.kept'));
    await stop();
  });

  it(`${name} brings ${passesPostgres ? 'an' : 'no'} event that leaves without a write`, async () => {
    const { next, stop } = await listening(bus());
    const stale: LiveEvent = { kind: 'stale', userId: 'user_a', at: 1 };
    publish.publishPastPostgres(stale);
    if (passesPostgres) expect(await next()).toEqual(stale);
    await publish.publishWith(changed('2.kept'), write);
    expect(await next()).toEqual(changed('2.kept'));
    await stop();
  });

  it(`${name} reconnects after a cut, says so, and brings what is published from then on`, async () => {
    const { next, connectedAgain, stop } = await listening(bus());
    const again = connectedAgain();
    await wire().cut();
    await wire().restore();
    await again;
    let heard: LiveEvent | null = null;
    void next().then((event) => (heard = event));
    // Broken connections leave a pool at their next use, and Redis's are told nothing while they are broken.
    while (!heard) await publish.publishWith(changed('1.again'), write).catch(() => undefined);
    expect(heard).toEqual(changed('1.again'));
    await stop();
  });

  it(`a listener of ${name} can be stopped while it is cut off`, async () => {
    const { stop } = await listening(bus());
    await wire().cut();
    await stop();
    await wire().restore();
  });
});
