import { EventEmitter, on, once } from 'node:events';
import { inTransaction } from '@/lib/db/queries/profile-transaction';
import type { Bus } from '@/lib/events/bus';
import { decodeEvent, type LiveEvent } from '@/lib/events/event';
import { postgresBus } from '@/lib/events/postgres-bus';
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

const buses: [string, { given: boolean; bus: () => Bus; wire: () => TcpProxy }][] = [
  ['Postgres', { given: true, bus: () => postgresBus, wire: () => world.postgres }],
  ['Redis', { given: hasRedis, bus: () => redisBus(`redis://127.0.0.1:${wireToRedis.port}`), wire: () => wireToRedis }],
];

describe.each(buses)('the bus over %s', (name, { given, bus, wire }) => {
  const it = given ? test : test.skip;
  it(`${name} brings every listener what was committed, in order`, async () => {
    const listeners = await Promise.all([listening(bus()), listening(bus())]);
    for (const version of ['1.a', '2.b', '3.c']) await inTransaction((tx) => bus().publish(tx, changed(version)));
    for (const { next, stop } of listeners) {
      expect([await next(), await next(), await next()]).toEqual(['1.a', '2.b', '3.c'].map(changed));
      await stop();
    }
  });

  it(`${name} brings nothing that was rolled back`, async () => {
    const { next, stop } = await listening(bus());
    const aborted = inTransaction(async (tx) => {
      await bus().publish(tx, changed('1.gone'));
      throw new Error('given up');
    });
    await expect(aborted).rejects.toThrow('given up');
    await inTransaction((tx) => bus().publish(tx, changed('2.kept')));
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
    while (!heard) await inTransaction((tx) => bus().publish(tx, changed('1.again'))).catch(() => undefined);
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
