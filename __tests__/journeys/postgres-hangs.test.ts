import { Client } from 'pg';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { diagnosePostgres } from '@/lib/db/outage';
import { closeDb } from '@/lib/db/client';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { beginDue } from '@/lib/profile/background/reconcile-due';
import type { Patch } from '@/lib/profile/model/values';
import { createTestDatabase } from '../support/postgres/database';
import { until } from '../support/until';
import { startWorld, type World } from '../support/world';

/** More than the pool holds. */
const MANY = 15;

let world: World;
/** a connection that bypasses the proxy, and goes on working */
let beside: Client;
beforeAll(async () => {
  const database = await createTestDatabase();
  world = await startWorld({ database });
  beside = new Client({ connectionString: database.url });
  await beside.connect();
});
afterEach(() => world.postgres.resume());
afterAll(async () => {
  await beside.end();
  await world.stop();
});

/** Waits until a query on the connection that bypasses the proxy returns rows. */
const untilRows = (sql: string) => until(async () => (await beside.query(sql)).rowCount !== 0);
/**
 * Starts a save and lets Postgres hang inside its write, which waits for the history table: it is committed later, and
 * its answer does not arrive. Returns the answer of the save to come.
 */
const saveThatHangs = async (userId: SignedInUserId, patch: Patch) => {
  await beside.query(`BEGIN; LOCK TABLE "ProfileChange" IN SHARE MODE`);
  const answer = world.save(userId, patch);
  await untilRows(`SELECT 1 FROM pg_locks WHERE NOT granted AND relation = '"ProfileChange"'::regclass`);
  world.postgres.hang();
  await beside.query('ROLLBACK');
  return { answer };
};

it('a read that begins while Postgres hangs comes from Clerk', async () => {
  const userId = await world.known();
  world.postgres.hang();
  expect(await getProfile(userId)).toMatchObject({
    ok: true,
    value: { source: 'clerk', values: { firstName: 'Ann' } },
  });
});

it('a save that hangs inside its write goes to Clerk, and is one save once Postgres answers', async () => {
  const userId = await world.known();
  const { answer } = await saveThatHangs(userId, { firstName: 'Bea' });
  expect(await answer).toMatchObject({ ok: true, value: { source: 'clerk', values: { firstName: 'Bea' } } });

  world.postgres.resume();
  await Promise.all((await beginDue()).begun);
  expect(await getProfile(userId)).toMatchObject({
    ok: true,
    value: { source: 'checked', values: { firstName: 'Bea', lastName: 'Lee' }, pending: [] },
  });
  expect(world.clerk.getUser(userId)).toMatchObject({ first_name: 'Bea', last_name: 'Lee' });
  expect(await world.db().profileChange.count({ where: { userId } })).toBe(1);
});

it('a search for what is due fails while Postgres hangs, so that the next one comes', async () => {
  await world.known();
  world.postgres.hang();
  expect(await diagnosePostgres(await beginDue().catch((error: unknown) => error))).toBe('unreachable');
});

it('the pool recovers once Postgres stops hanging, although no connection was broken', async () => {
  const userIds = await Promise.all(Array.from({ length: MANY }, () => world.known()));
  const { answer } = await saveThatHangs(userIds[0]!, { lastName: 'Moe' });
  expect(await Promise.all(userIds.map(async (userId) => (await getProfile(userId)).ok))).toEqual(
    userIds.map(() => true),
  );
  expect(await answer).toMatchObject({ ok: true });

  world.postgres.resume();
  const numbers = Array.from({ length: MANY }, (_, number) => number);
  const answers = await Promise.all(numbers.map((number) => world.db().$queryRaw`SELECT ${number}::int AS number`));
  expect(answers).toEqual(numbers.map((number) => [{ number }])); // no query gets another's answer
  for (const userId of userIds)
    expect(await world.save(userId, { avatarColor: 'teal' })).toMatchObject({ ok: true, value: { source: 'checked' } });
  const { rows } = await beside.query(`SELECT 1 FROM "Profile" WHERE "values"->>'avatarColor' = 'teal'`);
  expect(rows).toHaveLength(MANY); // committed, not part of the write that hung
  await closeDb();
  await untilRows(
    `SELECT 1 WHERE NOT EXISTS
      (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid())`,
  );
});
