import { inEnglish } from '@/__tests__/support/in-english';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { READ_DEADLINE_MS } from '@/lib/clerk/users';
import { earliestNow } from '@/lib/db/clock';
import { recordOutage } from '@/lib/db/outage';
import { valuesOf } from '@/lib/profile/core/mirror';
import { beginDue } from '@/lib/profile/background/reconcile-due';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { lookAtClerk } from '@/lib/profile/reconcile/look-at-clerk';
import { reconcile } from '@/lib/profile/reconcile/reconcile';
import { saveDirectly } from '@/lib/profile/direct/save-directly';
import { saveProfile } from '@/lib/profile/verbs/save-profile';
import { until } from '../support/until';
import { startWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  world.clearFaults();
  await world.postgres.restore();
});
afterAll(() => world.stop());

/** Does what is due, to the end. */
const doDue = async () => void (await Promise.all((await beginDue()).begun));
/** Has Clerk read as a reader of a stale row does, and returns what they see. */
const look = async (userId: string) => {
  const { mirror, failure } = await lookAtClerk(userId, READ_DEADLINE_MS, earliestNow());
  return { values: mirror && valuesOf(mirror), failure };
};

it('after an outage, a save does not wait for a Clerk that hangs, and says so', async () => {
  const userId = await world.known();
  recordOutage();
  world.clerk.faults.set({ hang: true });
  const reader = look(userId);
  const first = await Promise.race([reader, world.save(userId, { firstName: 'Bea' })]);
  expect(first).toMatchObject({
    ok: true,
    value: { source: 'mirror', values: { firstName: 'Bea' }, pending: ['firstName'] },
  });
  expect(await reader).toMatchObject({ failure: { kind: 'transient' } });
});

it('after an outage, a save sent again waits for a slow Clerk and does not overwrite a later save', async () => {
  const userId = await world.known();
  const uncertain = { saveId: randomUUID(), patch: { firstName: 'Bea' } };
  await world.postgres.cut();
  await saveProfile(userId, uncertain);
  await world.save(userId, { firstName: 'Cid' });
  await world.restorePostgres();
  world.clerk.faults.set({ slowMs: 600 });
  expect(await saveProfile(userId, { ...uncertain, attempt: 'retry' })).toMatchObject({
    ok: true,
    value: { values: { firstName: 'Cid' } },
  });
});

it('a push that Postgres fails in the middle of is found in Clerk once its lease has run out', async () => {
  const userId = await world.known();
  await world.save(userId, { firstName: 'Bea' });
  const writes = () =>
    world.clerk.requests().filter(({ method, path }) => method === 'PATCH' && path.includes(userId)).length;
  world.clerk.faults.set({ about: userId, slowMs: 200 });
  const push = reconcile(userId);
  await until(() => writes() === 1);
  await world.postgres.cut();
  await expect(push).rejects.toThrow();
  world.clearFaults();

  await world.restorePostgres();
  expect(await world.row(userId)).toMatchObject({ states: { firstName: 'pending' }, fencingToken: expect.any(String) });
  expect(await reconcile(userId)).toMatchObject({ outcome: 'leased' }); // as another process finds it
  await world.dueNow(userId);
  await doDue();
  expect(await world.row(userId)).toMatchObject({ base: { firstName: 'Bea' }, dueAt: null, fencingToken: null });
  expect(writes()).toBe(1);
});

describe('while Postgres is unreachable', () => {
  it('with Postgres unreachable, saves and reads go to Clerk, and the mirror catches up afterwards', async () => {
    const userId = await world.known();
    await world.postgres.cut();
    expect(await world.save(userId, { firstName: 'Bea', avatarColor: 'teal' })).toMatchObject({
      ok: true,
      value: { source: 'clerk', values: { firstName: 'Bea', avatarColor: 'teal' } },
    });
    expect(world.clerk.getUser(userId)).toMatchObject({ first_name: 'Bea', public_metadata: { avatarColor: 'teal' } });
    expect(await getProfile(userId)).toMatchObject({
      ok: true,
      value: { source: 'clerk', values: { firstName: 'Bea', lastName: 'Lee' } },
    });

    await world.restorePostgres();
    await doDue();
    expect(await world.row(userId)).toMatchObject({ values: { firstName: 'Bea', avatarColor: 'teal' } });
    expect(await getProfile(userId)).toMatchObject({
      ok: true,
      value: { source: 'checked', values: { firstName: 'Bea' } },
    });
  });

  it('a read after a direct save is not answered by one that began before it', async () => {
    const userId = await world.known();
    const beside = new Client({ connectionString: process.env.DATABASE_URL });
    await beside.connect();
    world.clerk.faults.set({ about: userId, slowMs: 200 });
    const older = look(userId);
    await until(async () => (await world.row(userId)).fencingToken !== null); // it has the lease, and reads Clerk
    await beside.query('BEGIN');
    await beside.query('SELECT 1 FROM "Profile" WHERE "userId" = $1 FOR UPDATE', [userId]);
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await until(async () => (await beside.query(waiting)).rowCount !== 0);
    world.clearFaults();
    recordOutage(); // as a lost listening connection does
    expect(await saveDirectly(userId, { saveId: randomUUID(), patch: { firstName: 'Bea' } })).toMatchObject({
      ok: true,
    });
    const later = look(userId);
    await beside.query('ROLLBACK');
    await beside.end();
    expect([await older, await later]).toMatchObject([
      { values: { firstName: 'Ann' }, failure: null },
      { values: { firstName: 'Bea' }, failure: null },
    ]);
  });

  it('a direct save returns the values in Clerk that it overwrote unseen by its device', async () => {
    const userId = await world.known();
    await world.clerk.editUser(userId, { first_name: 'Bea' });
    await world.postgres.cut();
    const saved = await saveProfile(userId, {
      saveId: randomUUID(),
      patch: { firstName: 'Cid', lastName: 'Moe' },
      base: { firstName: 'Ann', lastName: 'Lee' },
    });
    expect(saved).toMatchObject({ ok: true, value: { source: 'clerk', overwrote: { firstName: 'Bea' } } });
    expect(saved.ok && saved.value.overwrote).not.toHaveProperty('lastName');
  });

  it('with Postgres unreachable, a save that it may have waits for it and overwrites nothing newer', async () => {
    const userId = await world.known();
    const unanswered = { saveId: randomUUID(), patch: { firstName: 'Bea' } };
    expect(await saveProfile(userId, unanswered)).toMatchObject({ ok: true });
    expect(await world.save(userId, { firstName: 'Cid' })).toMatchObject({ ok: true });
    await world.postgres.cut();
    expect(await saveProfile(userId, { ...unanswered, attempt: 'retry-unanswered' })).toMatchObject({
      ok: false,
      failure: { later: true },
    });
    expect(world.clerk.getUser(userId)).toMatchObject({ first_name: 'Ann' });
    await world.restorePostgres();
    expect(await saveProfile(userId, { ...unanswered, attempt: 'retry-unanswered' })).toMatchObject({
      ok: true,
      value: { values: { firstName: 'Cid' } },
    });
  });

  it('a direct save whose answer was lost is recognised when it is sent again', async () => {
    const userId = await world.known();
    await world.postgres.cut();
    const one = { saveId: randomUUID(), patch: { firstName: 'Bea' } };
    expect(await saveProfile(userId, one)).toMatchObject({ ok: true, value: { source: 'clerk' } });
    expect(await saveProfile(userId, { ...one, attempt: 'retry-unanswered' })).toMatchObject({
      ok: true,
      value: { source: 'clerk', values: { firstName: 'Bea' } },
    });
  });

  it('a direct save is not overwritten by an older save still pending in the mirror', async () => {
    const userId = await world.known();
    await world.save(userId, { firstName: 'Bea', lastName: 'Old' }); // stays pending: nobody pushes
    await world.postgres.cut();
    await world.save(userId, { firstName: 'Cid' });
    await world.save(userId, { avatarColor: 'blue' }); // another field: the log keeps the first save
    await world.restorePostgres();
    await doDue();
    await world.dueNow(userId);
    await reconcile(userId);
    expect(world.clerk.getUser(userId)).toMatchObject({
      first_name: 'Cid',
      last_name: 'Old',
      public_metadata: { avatarColor: 'blue' },
    });
    expect(await getProfile(userId)).toMatchObject({
      ok: true,
      value: { values: { firstName: 'Cid', lastName: 'Old', avatarColor: 'blue' }, pending: [] },
    });
  });

  it('a direct save sent twice is one save, even once Postgres is back and holds another one', async () => {
    const userId = await world.known();
    const saveId = randomUUID();
    await world.postgres.cut();
    await world.save(userId, { firstName: 'Bea' }, saveId);
    const writes = () =>
      world.clerk.requests().filter(({ method, path }) => method === 'PATCH' && path.includes(userId)).length;
    const before = writes();
    await world.save(userId, { firstName: 'Bea' }, saveId);
    expect(writes()).toBe(before);

    await world.restorePostgres();
    await doDue();
    await world.save(userId, { firstName: 'Cid' });
    expect(await world.save(userId, { firstName: 'Bea' }, saveId)).toMatchObject({
      ok: true,
      value: { values: { firstName: 'Cid' } },
    });
  });

  it('a direct save that Clerk refuses reports it under its field and claims nothing to be saved', async () => {
    const userId = await world.known();
    await world.postgres.cut();
    world.clerk.faults.set({ refuseFields: ['last_name'] });
    expect(inEnglish(await world.save(userId, { lastName: 'Moon' }))).toEqual({
      ok: false,
      failure: {
        message: expect.stringContaining('not saved'),
        errors: { lastName: 'This app does not use last names.' },
      },
    });
  });

  describe.each([
    ['by name', false],
    ['without naming it', true],
  ])('and Clerk refuses a field %s', (_how, refuseUnnamed) => {
    const lastNamesOff = () => world.clerk.faults.set({ refuseFields: ['last_name'], refuseUnnamed });
    const onlyLastName = {
      message: 'Your last name was not accepted; the rest is saved.',
      errors: { lastName: expect.stringMatching(/./) },
    };

    it('a direct save writes what Clerk accepts, logs it, and reports the rest each time it is sent', async () => {
      const userId = await world.known();
      await world.postgres.cut();
      lastNamesOff();
      const one = {
        saveId: randomUUID(),
        patch: { firstName: 'Bea', lastName: 'Moon', avatarColor: 'teal' } as const,
      };
      const answer = {
        ok: true,
        value: {
          source: 'clerk',
          values: { firstName: 'Bea', lastName: 'Lee', avatarColor: 'teal' },
          refusedFields: onlyLastName,
        },
      };
      expect(inEnglish(await saveProfile(userId, one))).toMatchObject(answer);
      expect(world.clerk.getUser(userId)).toMatchObject({
        first_name: 'Bea',
        last_name: 'Lee',
        public_metadata: { avatarColor: 'teal' },
      });
      expect(world.clerk.getUser(userId)?.private_metadata).toMatchObject({
        perdure: { saves: { [one.saveId]: { patch: { firstName: 'Bea', avatarColor: 'teal' } } } },
      });
      expect(JSON.stringify(world.clerk.getUser(userId)?.private_metadata)).not.toContain('Moon');
      expect(inEnglish(await saveProfile(userId, { ...one, attempt: 'retry-unanswered' }))).toMatchObject(answer);

      await world.restorePostgres();
      await doDue();
      expect(inEnglish(await saveProfile(userId, { ...one, attempt: 'retry-unanswered' }))).toMatchObject({
        ok: true,
        value: { values: { firstName: 'Bea', lastName: 'Lee' }, refusedFields: onlyLastName },
      });
    });

    it('a direct save of a colour is made although Clerk refuses all of its names', async () => {
      const userId = await world.known();
      await world.postgres.cut();
      lastNamesOff();
      expect(inEnglish(await world.save(userId, { lastName: 'Moon', avatarColor: 'teal' }))).toMatchObject({
        ok: true,
        value: { values: { avatarColor: 'teal' }, refusedFields: onlyLastName },
      });
    });

    it('a direct save of names is made although Clerk refuses its colour', async () => {
      const userId = await world.known();
      await world.postgres.cut();
      world.clerk.faults.set({ refuseFields: ['public_metadata.avatarColor'], refuseUnnamed });
      const saveId = randomUUID();
      expect(inEnglish(await world.save(userId, { firstName: 'Bea', avatarColor: 'teal' }, saveId))).toMatchObject({
        ok: true,
        value: {
          values: { firstName: 'Bea', avatarColor: '' },
          refusedFields: { message: 'Your avatar colour was not accepted; the rest is saved.' },
        },
      });
      expect(world.clerk.getUser(userId)?.private_metadata).toMatchObject({
        perdure: { saves: { [saveId]: { patch: { firstName: 'Bea' } } } },
      });
    });
  });

  it('a direct save that was half written says so, and completes when it is sent again', async () => {
    const userId = await world.known();
    await world.postgres.cut();
    const saveId = randomUUID();
    world.clerk.faults.set({ status: 429, statusAt: '/metadata' });
    expect(inEnglish(await world.save(userId, { firstName: 'Bea', avatarColor: 'teal' }, saveId))).toEqual({
      ok: false,
      failure: {
        message: expect.stringContaining('Only part of this is saved'),
        later: true,
        cause: 'Postgres is unreachable',
      },
    });
    expect(world.clerk.getUser(userId)).toMatchObject({ first_name: 'Bea', public_metadata: {} });
    world.clearFaults();
    expect(await world.save(userId, { firstName: 'Bea', avatarColor: 'teal' }, saveId)).toMatchObject({
      ok: true,
      value: { values: { firstName: 'Bea', avatarColor: 'teal' } },
    });
    await world.restorePostgres();
    await doDue();
    expect(await getProfile(userId)).toMatchObject({
      ok: true,
      value: { source: 'checked', values: { firstName: 'Bea', avatarColor: 'teal' }, pending: [] },
    });
  });

  it('with Postgres and Clerk both unreachable, saves and reads fail and say so', async () => {
    const userId = await world.known();
    await world.postgres.cut();
    world.clerk.faults.set({ down: true });
    expect(inEnglish(await world.save(userId, { firstName: 'Bea' }))).toEqual({
      ok: false,
      failure: {
        message: expect.stringContaining('most of this app is down'),
        later: true,
        cause: 'Postgres is unreachable; Clerk does not answer',
      },
    });
    expect(inEnglish(await getProfile(userId))).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('most of this app is down') },
    });
    await world.restorePostgres();
    world.clearFaults();
    expect(await getProfile(userId)).toMatchObject({ ok: true, value: { values: { firstName: 'Ann' } } });
  });

  it('a save goes to Clerk if Postgres hangs', async () => {
    const userId = await world.known();
    world.postgres.hang();
    expect(await world.save(userId, { firstName: 'Bea' })).toMatchObject({ ok: true, value: { source: 'clerk' } });
    await world.restorePostgres();
  });
});
