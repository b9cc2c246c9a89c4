import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { wasUnreachableSince } from '@/lib/db/outage';
import { listen } from '@/lib/db/listen';
import { readProfile } from '@/lib/db/queries/read-profile';
import { createProfile } from '@/lib/db/queries/write-profile';
import { saveDirectly } from '@/lib/profile/direct/save-directly';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { until } from '../../support/until';
import { startWorld, type World } from '../../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await createProfile('user_known', { values: {}, base: {} }, []);
});
afterAll(() => world.stop());

/** Returns the time by the clock of Postgres, in ms since 1970. */
const now = async () => (await readProfile('user_known'))!.now;

it('what is older than this process counts as possibly stale', async () => {
  expect(wasUnreachableSince(Date.now() - 60_000)).toBe(true); // nothing is known of the clock yet
  const began = await now();
  expect(wasUnreachableSince(began - 1)).toBe(true);
  expect(wasUnreachableSince(began)).toBe(false);
});

it('an idle process notices an outage too, and reads Clerk before it trusts an older row', async () => {
  const connected = new EventEmitter();
  const listening = listen('anything', { onNotify: () => undefined, onConnect: () => void connected.emit('again') });
  await once(connected, 'again');
  const userId = await world.newUser({ firstName: 'Ann' });
  await getProfile(userId);
  const before = await now();
  expect(wasUnreachableSince(before)).toBe(false);

  await world.postgres.cut();
  // as another process does, which cannot tell anybody
  expect(await saveDirectly(userId, { saveId: randomUUID(), patch: { firstName: 'Bea' } })).toMatchObject({ ok: true });
  const again = once(connected, 'again');
  await world.postgres.restore();
  await again;
  expect(wasUnreachableSince(before)).toBe(true);
  expect(await getProfile(userId)).toMatchObject({
    ok: true,
    value: { values: { firstName: 'Bea' }, source: 'checked' },
  });
  await listening.stop();
});

describe('where Postgres hangs and breaks no connection', () => {
  const connected = new EventEmitter();
  const onConnect = () => void connected.emit('again');

  it('a Postgres that hangs without breaking a connection is noticed, and LISTEN reconnects after it', async () => {
    const first = once(connected, 'again');
    const listening = listen('anything', {
      onNotify: (payload) => void connected.emit('heard', payload),
      onConnect,
      pingEveryMs: 20,
    });
    await first;
    const before = await now();
    expect(wasUnreachableSince(before)).toBe(false);

    world.postgres.hang();
    const again = once(connected, 'again');
    await until(() => wasUnreachableSince(before));
    world.postgres.resume();
    await again;

    const heard = once(connected, 'heard');
    await world.db().$queryRaw`SELECT pg_notify('anything', 'news')::text`;
    expect(await heard).toEqual(['news']);
    await listening.stop();
  });

  it('LISTEN can be stopped while Postgres hangs', async () => {
    const first = once(connected, 'again');
    const listening = listen('anything', { onNotify: () => undefined, onConnect });
    await first;
    world.postgres.hang();
    await listening.stop();
    world.postgres.resume();
  });
});
