import { inEnglish } from '@/__tests__/support/texts/in-english';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { GET } from '@/app/api/health/route';
import { isClerkUp } from '@/lib/clerk/circuit';
import { wasUnreachableSince } from '@/lib/db/outage';
import { readProfile } from '@/lib/db/queries/read-profile';
import { beginDue } from '@/lib/profile/background/reconcile-due';
import { commitSave } from '@/lib/profile/verbs/commit-save';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { reconcile } from '@/lib/profile/reconcile/reconcile';
import { saveProfile } from '@/lib/profile/verbs/save-profile';
import { createTestDatabase } from '../support/postgres/database';
import { until } from '../support/until';
import { startWorld, type World } from '../support/world';

/** The size of the pool. */
const POOL = 10;

/** Whether the proxy drops the answers to writes of a row, and on which connections it does. */
let dropsAnswers = false;
const unanswered = new WeakSet<object>();
let world: World;
/** a connection that bypasses the app's pool */
let beside: Client;
beforeAll(async () => {
  const database = await createTestDatabase();
  world = await startWorld({
    database,
    watch: ({ text, from, connection }) => {
      if (dropsAnswers && from === 'app' && text.includes('UPDATE "Profile"')) unanswered.add(connection);
      return from === 'app' || !unanswered.has(connection);
    },
  });
  beside = new Client({ connectionString: database.url });
  await beside.connect();
});
afterAll(async () => {
  await beside.end();
  await world.stop();
});

/** Returns the time by the clock of Postgres, in ms since 1970. */
const now = async (userId: string) => (await readProfile(userId))!.now;
/** Does what is due, to the end, and returns of how many people. */
const doDue = async () => {
  const { begun } = await beginDue();
  await Promise.all(begun);
  return begun.length;
};
const writesOf = (userId: string) =>
  world.clerk.requests().filter(({ method, path }) => method === 'PATCH' && path.includes(userId));
/** Keeps a row locked, as a long transaction does, while `work` runs. */
const whileLocked = async <T>(userId: string, work: () => Promise<T>): Promise<T> => {
  await beside.query('BEGIN');
  await beside.query('SELECT 1 FROM "Profile" WHERE "userId" = $1 FOR UPDATE', [userId]);
  return work().finally(() => beside.query('ROLLBACK'));
};
/** Occupies every connection of the pool with statements that will time out; `statements` ends with them. */
const fillPool = async () => {
  const statements = Promise.allSettled(
    Array.from({ length: POOL }, () => world.db().$queryRaw`SELECT pg_sleep(60)::text`),
  );
  const asleep = `SELECT 1 FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event = 'PgSleep' OFFSET ${POOL - 1}`;
  await until(async () => (await beside.query(asleep)).rowCount !== 0);
  return { statements };
};
const soon = { ok: false, failure: { later: true } };

it('many saves of one user at once delay nobody else, and do not count as an outage', async () => {
  const [noisy, ...quiet] = await Promise.all([world.known(), world.known(), world.known(), world.known()]);
  const began = await now(noisy);
  const [loud, beside] = await whileLocked(noisy, () => {
    const many = Promise.all(Array.from({ length: 30 }, (_, n) => world.save(noisy, { firstName: `Bea ${n}` })));
    return Promise.all([many, Promise.all(quiet.map((userId) => world.save(userId, { firstName: 'Cid' })))]);
  });
  expect(beside.map((one) => one.ok && one.value.source)).toEqual(['checked', 'checked', 'checked']);
  for (const one of loud) expect(one).toMatchObject(soon);
  expect(JSON.stringify(inEnglish(loud))).not.toContain('unreachable');
  expect(writesOf(noisy)).toEqual([]); // no direct save
  expect([wasUnreachableSince(began), isClerkUp()]).toEqual([false, true]);
  expect(await world.save(noisy, { firstName: 'Bea' })).toMatchObject({ ok: true, value: { source: 'checked' } });
});

it('concurrent saves of one user are made one after the other', async () => {
  const userId = await world.known();
  const saved = await Promise.all(['Bea', 'Cid', 'Dan', 'Eve'].map((firstName) => world.save(userId, { firstName })));
  expect(saved.map((one) => one.ok && one.value.revision)).toEqual([1, 2, 3, 4]);
  expect(await getProfile(userId)).toMatchObject({ ok: true, value: { values: { firstName: 'Eve' } } });
});

it('saves of one user through several processes at once are each made once', async () => {
  const userId = await world.known();
  const saves = ['Bea', 'Cid', 'Dan', 'Eve', 'Fay'].map((firstName) => ({
    saveId: randomUUID(),
    patch: { firstName },
  }));
  const saved = await Promise.all(saves.map((save) => commitSave(userId, save, {}))); // which no queue holds back
  const revisions = saved.map((one) => typeof one === 'object' && one.revision);
  expect(revisions.toSorted()).toEqual([1, 2, 3, 4, 5]);
  const history = await world.db().profileChange.findMany({ where: { userId }, orderBy: { revision: 'asc' } });
  expect(history.map(({ saveId }) => saveId)).toEqual(
    [1, 2, 3, 4, 5].map((revision) => saves[revisions.indexOf(revision)]!.saveId),
  );
  expect(await world.row(userId)).toMatchObject({ revision: 5, values: saves[revisions.indexOf(5)]!.patch });
});

it('a save and a read that get no connection report a busy database and make no call of Clerk', async () => {
  const userId = await world.known();
  const began = await now(userId);
  const { statements } = await fillPool();
  const [saved, read] = await Promise.all([world.save(userId, { firstName: 'Bea' }), getProfile(userId)]);
  await statements;
  expect(inEnglish(saved)).toEqual({
    ok: false,
    failure: {
      later: true,
      cause: 'Postgres is busy',
      message: 'Not saved yet: this app is busy. Your edit is still here and is sent again automatically.',
    },
  });
  expect(inEnglish(read)).toEqual({
    ok: false,
    failure: {
      message: 'Your profile can’t be loaded right now, because this app is busy. Try again in a moment.',
    },
  });
  expect(writesOf(userId)).toEqual([]);
  expect(wasUnreachableSince(began)).toBe(false);
  expect(await world.save(userId, { firstName: 'Bea' })).toMatchObject({ ok: true, value: { source: 'checked' } });
});

it('a save whose write is not answered in time is uncertain, and is one save when sent again', async () => {
  const userId = await world.known();
  const one = { saveId: randomUUID(), patch: { firstName: 'Bea' } };
  dropsAnswers = true;
  const saved = await saveProfile(userId, one);
  dropsAnswers = false;
  expect(inEnglish(saved)).toEqual({
    ok: false,
    failure: {
      later: true,
      uncertain: true,
      cause: 'Postgres is busy',
      message:
        'It is not certain that this is saved: this app is busy. ' +
        'Your edit is still here and is sent again automatically.',
    },
  });
  expect(await world.save(userId, { firstName: 'Cid' })).toMatchObject({ ok: true });
  expect(await saveProfile(userId, { ...one, attempt: 'retry-unanswered' })).toMatchObject({
    ok: true,
    value: { revision: 2, values: { firstName: 'Cid' } },
  });
});

it('a push whose row stays locked stops no other push, and stays due', async () => {
  while ((await doDue()) > 0); // what earlier tests left
  const [locked, other] = await Promise.all([world.known(), world.known()]);
  for (const userId of [locked, other]) await world.save(userId, { firstName: 'Bea' });
  const began = await now(locked);
  world.clerk.faults.set({ about: locked, slowMs: 200 });
  const pushes = doDue();
  await until(async () => (await world.row(locked)).fencingToken !== null); // the push has asked Clerk
  expect(await whileLocked(locked, () => pushes)).toBe(2);
  world.clearFaults();
  expect(world.clerk.getUser(other)).toMatchObject({ first_name: 'Bea' });
  expect(await world.row(other)).toMatchObject({ dueAt: null, fencingToken: null });
  expect(await world.row(locked)).toMatchObject({ dueAt: expect.any(Date), states: { firstName: 'pending' } });
  expect(wasUnreachableSince(began)).toBe(false);
  await world.dueNow(locked);
  await reconcile(locked);
  expect(await getProfile(locked)).toMatchObject({ ok: true, value: { values: { firstName: 'Bea' }, pending: [] } });
});

it('the health check answers 200 while the pool is full', async () => {
  const { statements } = await fillPool();
  expect((await GET()).status).toBe(200);
  await statements;
});
