import { isClerkUp } from '@/lib/clerk/circuit';
import { getClerkUser } from '@/lib/clerk/users';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { pushDue } from '@/lib/profile/background/push-due';
import { startPushLoop } from '@/lib/profile/background/push-loop';
import { SPACING_MS } from '@/lib/profile/core/schedule';
import { pushToClerk } from '@/lib/profile/verbs/push-to-clerk';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { until } from '../../../support/until';
import { startWorld, type World } from '../../../support/world';

/** How long Clerk is left alone once it counts as down, in ms. */
const CIRCUIT_PAUSE_MS = 3_000;

let world: World;
let loop: ReturnType<typeof startPushLoop> | undefined;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await loop?.stop();
  loop = undefined;
  world.clearFaults();
});
afterAll(() => world.stop());

async function save(firstName: string, userId?: SignedInUserId): Promise<SignedInUserId> {
  const id = userId ?? (await world.newUser({ firstName: 'Ann' }));
  const saved = await world.save(id, { firstName });
  if (!saved.ok) throw new Error(saved.failure.message);
  return id;
}
const nameInClerk = (id: string) => world.clerk.getUser(id)?.first_name;
const writes = (id: string) =>
  world.clerk.requests().filter(({ method, path }) => method === 'PATCH' && path.startsWith(`/v1/users/${id}`));

describe('the push loop', () => {
  it('the push loop is woken by a save and pushes it to Clerk', async () => {
    loop = startPushLoop();
    await until(
      async () =>
        (
          await world.db().$queryRaw<
            unknown[]
          >`SELECT 1 FROM pg_stat_activity WHERE application_name = 'perdure-listener' AND query <> ''
            AND datname = current_database()`
        ).length > 0,
    );
    const started = Date.now();
    const id = await save('Bea');
    await until(() => nameInClerk(id) === 'Bea');
    expect(Date.now() - started).toBeLessThan(4_000); // sooner than the slow poll would have found it
  });

  it('the push loop sends many saves of one user as few pushes, and the last value arrives', async () => {
    const id = await save('Bea');
    loop = startPushLoop();
    const began = Date.now();
    for (let i = 0; i < 20; i++) await save(`Bea ${i}`, id);
    await until(() => nameInClerk(id) === 'Bea 19');
    const spacings = Math.ceil((Date.now() - began) / SPACING_MS); // more of them on a busy machine
    expect(writes(id).length).toBeLessThanOrEqual(1 + spacings);
  }, 60_000);

  it('the push loop goes on after its listening connection is killed', async () => {
    loop = startPushLoop();
    const kill = () =>
      world.db().$queryRaw<
        unknown[]
      >`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'perdure-listener'
        AND query <> '' AND datname = current_database()`;
    await until(async () => (await kill()).length > 0);
    const id = await save('Bea');
    await until(() => nameInClerk(id) === 'Bea');
    await until(async () => (await kill()).length > 0); // it listens again
  });

  it('the push loop hardly calls Clerk while it is down, and catches up soon after it is back', async () => {
    const ids = [await save('Bea'), await save('Cid'), await save('Dee')];
    world.clerk.faults.set({ status: 503 });
    while (isClerkUp()) await getClerkUser(ids[0]!);
    await world.db().profile.updateMany({
      where: { userId: { in: ids } },
      data: { pushDueAt: new Date(Date.now() + 300_000), pushAttempts: 9 },
    });
    const before = world.clerk.requests().length;
    const failedAt = world.clerk.requests()[before - 1]!.at;
    loop = startPushLoop();
    await until(() => world.clerk.requests().length > before);
    expect(world.clerk.requests()[before]!.at - failedAt).toBeGreaterThanOrEqual(CIRCUIT_PAUSE_MS);

    world.clerk.faults.reset();
    await until(() => ids.every((id) => nameInClerk(id) !== 'Ann'));
  });
});

describe('the push loop of a process that starts', () => {
  it('a process that starts cuts the back-offs of waiting saves short', async () => {
    const id = await save('Bea');
    await world
      .db()
      .profile.update({ where: { userId: id }, data: { pushDueAt: new Date(Date.now() + 300_000), pushAttempts: 9 } });
    loop = startPushLoop();
    await until(() => nameInClerk(id) === 'Bea');
  });
});

describe('one round of pushing', () => {
  it('a push round tries Clerk even if every pending push is leased by a dead process', async () => {
    await world.db().profile.deleteMany();
    const id = await save('Bea');
    world.clerk.faults.set({ status: 503 });
    while (isClerkUp()) await getClerkUser(id);
    await world.db().profile.update({
      where: { userId: id },
      data: { pushDueAt: new Date(0), fencingToken: 'of a process that died' },
    });
    world.clerk.faults.reset();
    await until(async () => {
      await pushDue();
      return nameInClerk(id) === 'Bea';
    });
  });

  it('failures about one user do not keep others from being pushed', async () => {
    const [troubled, other] = [await save('Bea'), await save('Cid')];
    world.clerk.faults.set({ status: 503, about: troubled });
    while (isClerkUp()) await getClerkUser(troubled);
    await until(async () => {
      await pushDue();
      return nameInClerk(other) === 'Cid';
    });
    expect(nameInClerk(troubled)).toBe('Ann');
  });

  it('the first push that succeeds after many failures ends the back-offs of all others', async () => {
    const [first, second] = [await save('Bea'), await save('Cid')];
    const later = new Date(Date.now() + 300_000);
    const wait = (userId: string, pushDueAt: Date) =>
      world.db().profile.update({ where: { userId }, data: { pushDueAt, pushAttempts: 9 } });
    await wait(second, later);
    await wait(first, new Date(0));
    expect(await pushToClerk(first)).toBe('confirmed');
    const { pushDueAt } = await world.row(second);
    expect(pushDueAt!.getTime()).toBeLessThan(later.getTime() - 200_000);
  });

  it('rows that cannot be parsed do not hold other pushes up', async () => {
    await world.db().profile.deleteMany();
    const broken = await Promise.all(Array.from({ length: 8 }, () => save('Bea')));
    await world.db().profile.updateMany({ data: { refusals: 'not what this app writes', pushDueAt: new Date(0) } });
    const id = await save('Cid');
    await pushDue();
    await pushDue();
    expect(nameInClerk(id)).toBe('Cid');
    expect(await world.db().profile.count({ where: { userId: { in: broken }, pushDueAt: { gt: new Date() } } })).toBe(
      8,
    );
    await world.db().profile.deleteMany();
  });

  it('a push round returns how many pushes were taken up', async () => {
    const ids = [await save('Bea'), await save('Cid')];
    expect(await pushDue()).toBeGreaterThanOrEqual(2);
    expect(ids.map(nameInClerk)).toEqual(['Bea', 'Cid']);
    expect(await pushDue()).toBe(0);
  });

  it('a push is not retried before Clerk could be read', async () => {
    const id = await save('Bea');
    world.clerk.faults.set({ status: 503 });
    await pushDue();
    await world.dueNow(id);
    const before = writes(id).length;
    await pushDue();
    expect(writes(id).length).toBe(before);
    const profile = await getProfile(id);
    expect(profile).toMatchObject({ ok: true, value: { values: { firstName: 'Bea' }, pending: ['firstName'] } });
  });
});
