import { nameOf } from '@/lib/texts/text';
import { earliestNow } from '@/lib/db/clock';
import { randomUUID } from 'node:crypto';
import { isClerkUp } from '@/lib/clerk/circuit';
import { getClerkUser } from '@/lib/clerk/users';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { recordWebhook } from '@/lib/db/queries/webhook-ledger';
import { postgresBus } from '@/lib/events/postgres-bus';
import { startDueLoop } from '@/lib/profile/background/due-loop';
import { beginDue } from '@/lib/profile/background/reconcile-due';
import { SPACING_MS } from '@/lib/profile/core/schedule';
import { saveProfile } from '@/lib/profile/verbs/save-profile';
import { reconcile } from '@/lib/profile/reconcile/reconcile';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { startTcpProxy, type TcpProxy } from '../../../support/tcp-proxy';
import { until } from '../../../support/until';
import { startWorld, type World } from '../../../support/world';

/** How long Clerk is left alone once it counts as down, in ms. */
const CIRCUIT_PAUSE_MS = 3_000;
const BACK_OFF_MS = 300_000;
/** How many leases one process holds at once. */
const LEASES = 16;

let world: World;
/** between the app and Clerk */
let wire: TcpProxy;
/** how often this process has asked Postgres for what is due */
let rounds = 0;
/** how often a loop has begun: it counts what waits then */
let starts = 0;
let loop: ReturnType<typeof startDueLoop> | undefined;
beforeAll(async () => {
  world = await startWorld({
    watch: ({ text, from }) => {
      if (from === 'app' && text.includes('ORDER BY row."dueAt"')) rounds += 1;
      if (from === 'app' && text.includes('AS waiting')) starts += 1;
      return true;
    },
  });
  wire = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(world.clerk.apiUrl).port) });
  process.env.CLERK_API_URL = `http://127.0.0.1:${wire.port}`;
});
afterEach(async () => {
  wire.resume();
  await loop?.stop();
  loop = undefined;
  world.clearFaults();
});
afterAll(async () => {
  await world.stop();
  await wire.stop();
});

async function save(firstName: string, userId?: SignedInUserId): Promise<SignedInUserId> {
  const id = userId ?? (await world.newUser({ firstName: 'Ann' }));
  const saved = await world.save(id, { firstName });
  if (!saved.ok) throw new Error(nameOf(saved.failure.message));
  return id;
}
/** What a row of a pending save holds after many failures. */
const backedOff = () => {
  const dueAt = new Date(Date.now() + BACK_OFF_MS);
  return { dueAt, nextPushAt: dueAt, attempts: 9 };
};
/** Begins what is due, waits for its end, and returns how many were begun. */
async function round(): Promise<number> {
  const { begun } = await beginDue();
  await Promise.all(begun);
  return begun.length;
}
/** Kills this process's listening connection, and returns it; none if it does not listen yet. */
const kill = () =>
  world.db().$queryRaw<unknown[]>`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'perdure-listener'
      AND query <> '' AND datname = current_database()`;
const leased = () => world.db().profile.count({ where: { fencingToken: { not: null } } });
const nameInClerk = (id: string) => world.clerk.getUser(id)?.first_name;
const callsOf = (id: string) => world.clerk.requests().filter(({ path }) => path.startsWith(`/v1/users/${id}`));
const writes = (id: string) => callsOf(id).filter(({ method }) => method === 'PATCH');

describe('the due loop', () => {
  it('the due loop is woken by a save and pushes it to Clerk', async () => {
    const before = rounds;
    loop = startDueLoop();
    await until(() => rounds > before); // it has found nothing, and waits
    const started = Date.now();
    const id = await save('Bea');
    await until(() => nameInClerk(id) === 'Bea');
    expect(Date.now() - started).toBeLessThan(4_000); // sooner than the slow poll would have found it
  });

  it('the due loop sends many saves of one user as few pushes, and the last value arrives', async () => {
    const id = await save('Bea');
    loop = startDueLoop();
    const began = Date.now();
    for (let i = 0; i < 20; i++) await save(`Bea ${i}`, id);
    await until(() => nameInClerk(id) === 'Bea 19');
    const spacings = Math.ceil((Date.now() - began) / SPACING_MS); // more of them on a busy machine
    expect(writes(id).length).toBeLessThanOrEqual(1 + spacings);
  }, 60_000);

  it('the due loop goes on after its listening connection is killed', async () => {
    loop = startDueLoop();
    await until(async () => (await kill()).length > 0);
    const id = await save('Bea');
    await until(() => nameInClerk(id) === 'Bea');
    await until(async () => (await kill()).length > 0); // it listens again
  });

  it('the due loop hardly calls Clerk while it is down, and catches up soon after it is back', async () => {
    const ids = [await save('Bea'), await save('Cid'), await save('Dee')];
    world.clerk.faults.set({ status: 503 });
    while (isClerkUp()) await getClerkUser(ids[0]!);
    await world.db().profile.updateMany({
      where: { userId: { in: ids } },
      data: backedOff(),
    });
    const before = world.clerk.requests().length;
    const failedAt = world.clerk.requests()[before - 1]!.at;
    loop = startDueLoop();
    await until(() => world.clerk.requests().length > before);
    expect(world.clerk.requests()[before]!.at - failedAt).toBeGreaterThanOrEqual(CIRCUIT_PAUSE_MS);

    world.clerk.faults.reset();
    await until(() => ids.every((id) => nameInClerk(id) !== 'Ann'));
  });
});

describe('what the due loop does for others', () => {
  it('a person whose calls of Clerk hang holds up nobody else', async () => {
    const [troubled, ...others] = [await save('Bea'), await save('Cid'), await save('Dee')];
    world.clerk.faults.set({ hang: true, about: troubled });
    loop = startDueLoop();
    await until(() => others.every((id) => nameInClerk(id) !== 'Ann') && writes(troubled)[0]?.endedAt != null);
    for (const id of others) expect(writes(id)[0]!.endedAt).toBeLessThan(writes(troubled)[0]!.endedAt!);
    expect(nameInClerk(troubled)).toBe('Ann');
  });

  it('a lease whose process died is taken over once it has run out, and not before', async () => {
    const id = await save('Bea');
    const endsAt = Date.now() + 1_000;
    const inFlightWrites = [{ patch: { firstName: 'Bea' }, at: Date.now() }];
    await world.db().profile.update({
      where: { userId: id },
      data: { ...backedOff(), nextPushAt: null, dueAt: new Date(endsAt), fencingToken: 'of the dead', inFlightWrites },
    });
    const before = callsOf(id).length;
    loop = startDueLoop();
    await until(() => nameInClerk(id) === 'Bea');
    const calls = callsOf(id).slice(before);
    expect(calls.map(({ method }) => method)).toEqual(['GET', 'PATCH']);
    expect(calls[0]!.at).toBeGreaterThanOrEqual(endsAt);
  });

  it('the due loop reads a person of whom another process reports a direct save', async () => {
    const id = await world.known();
    loop = startDueLoop();
    await until(async () => (await kill()).length > 0);
    await world.clerk.editUser(id, { first_name: 'Bea' });
    const stale = postgresBus.notification({ kind: 'stale', userId: id, at: earliestNow() });
    await until(async () => {
      await recordWebhook(`msg_${randomUUID()}`, stale); // again until it listens again
      return (await world.row(id)).revision > 0;
    });
    expect(await world.row(id)).toMatchObject({ values: { firstName: 'Bea' } });
  });

  it('a due loop that is stopped has ended what it had begun', async () => {
    const id = await save('Bea');
    world.clerk.faults.set({ slowMs: 300 });
    loop = startDueLoop();
    await until(async () => (await world.row(id)).fencingToken !== null);
    await loop.stop();
    expect(await world.row(id)).toMatchObject({ fencingToken: null, dueAt: null });
    expect(nameInClerk(id)).toBe('Bea');
  });
});

describe('the leases of one process', () => {
  /** Makes more people with a save due than a process holds leases, the last of them the longest due. */
  const manyDue = async () => {
    await world.db().profile.deleteMany();
    const ids = await Promise.all(Array.from({ length: LEASES + 4 }, () => save('Bea')));
    for (const [index, userId] of ids.entries())
      await world.db().profile.update({ where: { userId }, data: { dueAt: new Date((ids.length - index) * 1_000) } });
    return ids;
  };
  const pushed = (ids: readonly string[]) => ids.filter((id) => nameInClerk(id) === 'Bea');

  it('one process holds 16 leases at most, and the longest due go first', async () => {
    const ids = await manyDue();
    const another = await world.known({ firstName: 'Ann' });
    wire.hang();
    const { begun } = await beginDue();
    await until(async () => (await leased()) === LEASES);
    expect(await beginDue()).toEqual({ begun: [], nextMs: null }); // it waits for the end of one

    const pushes: unknown[] = [];
    const saved = { saveId: randomUUID(), patch: { firstName: 'Cid' } };
    expect(await saveProfile(another, saved, { afterAnswer: (push) => pushes.push(push) })).toMatchObject({ ok: true });
    expect(pushes).toEqual([]); // left to the loop
    expect(await leased()).toBe(LEASES);

    wire.resume();
    await Promise.all(begun);
    expect(begun).toHaveLength(LEASES);
    expect(pushed(ids)).toEqual(ids.slice(-LEASES));
  });

  it('the due loop goes on with the rest as soon as leases end', async () => {
    const ids = await manyDue();
    wire.hang();
    loop = startDueLoop();
    await until(async () => (await leased()) === LEASES);
    const resumedAt = Date.now();
    wire.resume();
    await until(() => pushed(ids).length === ids.length);
    expect(Date.now() - resumedAt).toBeLessThan(4_000); // sooner than the slow poll would have found them
  });

  it('the due loop goes on as soon as a lease ends that it has not begun', async () => {
    const others = await Promise.all(Array.from({ length: LEASES }, () => save('Bea')));
    const id = await save('Cid');
    wire.hang();
    const pushes = others.map((other) => reconcile(other));
    await until(async () => (await leased()) === LEASES);
    const before = starts;
    loop = startDueLoop();
    await until(() => starts > before); // it finds no lease free, and waits
    const resumedAt = Date.now();
    wire.resume();
    await Promise.all(pushes);
    await until(() => nameInClerk(id) === 'Cid');
    expect(Date.now() - resumedAt).toBeLessThan(4_000);
  });

  it('a process does not take over a lease of its own that has run out', async () => {
    const id = await save('Bea');
    wire.hang();
    const push = reconcile(id);
    await until(async () => (await world.row(id)).fencingToken !== null);
    await world.dueNow(id);
    expect(await round()).toBe(0);
    wire.resume();
    expect((await push).outcome).toBe('confirmed');
  });
});

describe('the due loop of a process that starts', () => {
  it('a process that starts cuts the back-offs of waiting saves short', async () => {
    const id = await save('Bea');
    await world.db().profile.update({ where: { userId: id }, data: backedOff() });
    loop = startDueLoop();
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
      data: { dueAt: new Date(0), fencingToken: 'of a process that died' },
    });
    world.clerk.faults.reset();
    await until(async () => {
      await round();
      return nameInClerk(id) === 'Bea';
    });
  });

  it('failures about one user do not keep others from being pushed', async () => {
    const [troubled, other] = [await save('Bea'), await save('Cid')];
    world.clerk.faults.set({ status: 503, about: troubled });
    while (isClerkUp()) await getClerkUser(troubled);
    await until(async () => {
      await round();
      return nameInClerk(other) === 'Cid';
    });
    expect(nameInClerk(troubled)).toBe('Ann');
  });

  it('the first push that succeeds after many failures ends the back-offs of all others', async () => {
    const [first, second] = [await save('Bea'), await save('Cid')];
    await world.db().profile.updateMany({ where: { userId: { in: [first, second] } }, data: backedOff() });
    await world.dueNow(first);
    expect((await reconcile(first)).outcome).toBe('confirmed');
    const { dueAt, nextPushAt } = await world.row(second);
    expect(dueAt!.getTime()).toBeLessThan(Date.now() + BACK_OFF_MS - 200_000);
    expect(nextPushAt!.getTime()).toBeLessThanOrEqual(dueAt!.getTime() + 1); // rounded
  });

  it('rows that cannot be parsed do not hold other pushes up', async () => {
    await world.db().profile.deleteMany();
    const broken = await Promise.all(Array.from({ length: 8 }, () => save('Bea')));
    await world.db().profile.updateMany({ data: { refusals: 'not what this app writes', dueAt: new Date(0) } });
    const id = await save('Cid');
    await round();
    await round();
    expect(nameInClerk(id)).toBe('Cid');
    expect(await world.db().profile.count({ where: { userId: { in: broken }, dueAt: { gt: new Date() } } })).toBe(8);
    await world.db().profile.deleteMany();
  });

  it('a push round returns how many pushes were taken up', async () => {
    const ids = [await save('Bea'), await save('Cid')];
    expect(await round()).toBeGreaterThanOrEqual(2);
    expect(ids.map(nameInClerk)).toEqual(['Bea', 'Cid']);
    expect(await round()).toBe(0);
  });

  it('a push is not retried before Clerk could be read', async () => {
    const id = await save('Bea');
    world.clerk.faults.set({ status: 503 });
    await round();
    await world.dueNow(id);
    const before = writes(id).length;
    await round();
    expect(writes(id).length).toBe(before);
    const profile = await getProfile(id);
    expect(profile).toMatchObject({ ok: true, value: { values: { firstName: 'Bea' }, pending: ['firstName'] } });
  });
});
