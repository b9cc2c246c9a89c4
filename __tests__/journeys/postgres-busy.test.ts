import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { GET } from '@/app/api/health/route';
import { isClerkUp } from '@/lib/clerk/circuit';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { wasUnreachableSince } from '@/lib/db/outage';
import { inTransaction } from '@/lib/db/profile-rows';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { pushDue } from '@/lib/profile/background/push-due';
import { pushToClerk } from '@/lib/profile/verbs/push-to-clerk';
import { saveProfile } from '@/lib/profile/verbs/save-profile';
import type { Patch } from '@/lib/profile/model/values';
import { createTestDatabase } from '../support/database';
import { startWorld, type World } from '../support/world';

jest.setTimeout(30_000);

/** As many as the pool holds. */
const POOL = 10;

/** Whether the answers to a COMMIT are kept on the wire for good. */
let keepsCommits = false;
let world: World;
/** a connection past the app's pool */
let beside: Client;
beforeAll(async () => {
  const database = await createTestDatabase();
  world = await startWorld({
    database,
    watch: ({ text, from }) => !(keepsCommits && from === 'server' && text.includes('COMMIT')),
  });
  beside = new Client({ connectionString: database.url });
  await beside.connect();
});
afterAll(async () => {
  await beside.end();
  await world.stop();
});

const save = (userId: SignedInUserId, patch: Patch) =>
  saveProfile(userId, { saveId: randomUUID(), baseRevision: 0, patch });
const known = async () => {
  const userId = await world.newUser({ firstName: 'Ann', lastName: 'Lee' });
  await getProfile(userId);
  return userId;
};
const now = () => inTransaction((tx) => tx.now());
const writesOf = (userId: string) =>
  world.clerk.requests().filter(({ method, path }) => method === 'PATCH' && path.includes(userId));
/** Holds a row locked, as a transaction that takes long, while `work` is done. */
const whileLocked = async <T>(userId: string, work: () => Promise<T>): Promise<T> => {
  await beside.query('BEGIN');
  await beside.query('SELECT 1 FROM "Profile" WHERE "userId" = $1 FOR UPDATE', [userId]);
  return work().finally(() => beside.query('ROLLBACK'));
};
/** Lends all connections of the pool to statements that take longer than they may, and gives what ends with them. */
const fillPool = async () => {
  const statements = Promise.allSettled(
    Array.from({ length: POOL }, () => world.db().$queryRaw`SELECT pg_sleep(60)::text`),
  );
  const asleep = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep' OFFSET ${POOL - 1}`;
  while ((await beside.query(asleep)).rowCount === 0) await setTimeout(10);
  return { statements };
};
const soon = { ok: false, failure: { later: true } };

it('many saves of one person at once hold up nobody else, and none of them passes for an outage', async () => {
  const [noisy, ...quiet] = await Promise.all([known(), known(), known(), known()]);
  const began = await now();
  const [loud, beside] = await whileLocked(noisy, () => {
    const many = Promise.all(Array.from({ length: 30 }, (_, n) => save(noisy, { firstName: `Bea ${n}` })));
    return Promise.all([many, Promise.all(quiet.map((userId) => save(userId, { firstName: 'Cid' })))]);
  });
  expect(beside.map((one) => one.ok && one.value.source)).toEqual(['checked', 'checked', 'checked']);
  for (const one of loud) expect(one).toMatchObject(soon);
  expect(loud.map((one) => one.ok || one.failure.message).join()).not.toContain('unreachable');
  expect(writesOf(noisy)).toEqual([]); // nothing went past Postgres
  expect([wasUnreachableSince(began), isClerkUp()]).toEqual([false, true]);
  expect(await save(noisy, { firstName: 'Bea' })).toMatchObject({ ok: true, value: { source: 'checked' } });
});

it('more than one save of a person at a time are made one after the other', async () => {
  const userId = await known();
  const saved = await Promise.all(['Bea', 'Cid', 'Dan', 'Eve'].map((firstName) => save(userId, { firstName })));
  expect(saved.map((one) => one.ok && one.value.revision)).toEqual([1, 2, 3, 4]);
  expect(await getProfile(userId)).toMatchObject({ ok: true, value: { values: { firstName: 'Eve' } } });
});

it('a save and a read that find no connection say that the database is busy, and leave Clerk alone', async () => {
  const userId = await known();
  const began = await now();
  const { statements } = await fillPool();
  const [saved, read] = await Promise.all([save(userId, { firstName: 'Bea' }), getProfile(userId)]);
  await statements;
  expect(saved).toEqual({
    ok: false,
    failure: {
      later: true,
      message: 'Not saved yet: our database is busy. Your edit is still here and is sent again automatically.',
    },
  });
  expect(read).toEqual({
    ok: false,
    failure: {
      message: 'Your profile can’t be loaded right now, because our database is busy. Try again in a moment.',
    },
  });
  expect(writesOf(userId)).toEqual([]);
  expect(wasUnreachableSince(began)).toBe(false);
  expect(await save(userId, { firstName: 'Bea' })).toMatchObject({ ok: true, value: { source: 'checked' } });
});

it('a save whose commit is not answered in time is not certain, and is one save when it is sent again', async () => {
  const userId = await known();
  const one = { saveId: randomUUID(), baseRevision: 0, patch: { firstName: 'Bea' } };
  keepsCommits = true;
  const saved = await saveProfile(userId, one);
  keepsCommits = false;
  expect(saved).toEqual({
    ok: false,
    failure: {
      later: true,
      uncertain: true,
      message:
        'It is not certain that this is saved: our database is busy. Your edit is still here and is sent again automatically.',
    },
  });
  expect(await save(userId, { firstName: 'Cid' })).toMatchObject({ ok: true });
  expect(await saveProfile(userId, { ...one, again: true })).toMatchObject({
    ok: true,
    value: { revision: 2, values: { firstName: 'Cid' } },
  });
});

it('a push whose row is locked for long ends no other, and stays due', async () => {
  while ((await pushDue()) > 0); // those of the tests before
  const [locked, other] = await Promise.all([known(), known()]);
  for (const userId of [locked, other]) await save(userId, { firstName: 'Bea' });
  const began = await now();
  world.clerk.faults.set({ about: locked, slowMs: 200 });
  const pushes = pushDue();
  while (!(await world.db().profile.findFirst({ where: { userId: locked, fencingToken: { not: null } } })))
    await setTimeout(10); // Clerk is asked
  const taken = await whileLocked(locked, () => pushes);
  world.clearFaults();
  expect(taken).toBe(1);
  expect(world.clerk.getUser(other)).toMatchObject({ first_name: 'Bea' });
  expect(wasUnreachableSince(began)).toBe(false);
  await world.db().profile.update({ where: { userId: locked }, data: { pushDueAt: new Date(0) } });
  await pushToClerk(locked);
  expect(await getProfile(locked)).toMatchObject({ ok: true, value: { values: { firstName: 'Bea' }, pending: [] } });
});

it('the health check says that all is well while the pool is full', async () => {
  const { statements } = await fillPool();
  expect((await GET()).status).toBe(200);
  await statements;
});
