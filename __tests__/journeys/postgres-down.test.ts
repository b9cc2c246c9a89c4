import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { recordOutage } from '@/lib/db/outage';
import { inTransaction } from '@/lib/db/profile-rows';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { pullFromClerk } from '@/lib/profile/verbs/pull-from-clerk';
import { pushDue } from '@/lib/profile/background/push-due';
import { pushToClerk } from '@/lib/profile/verbs/push-to-clerk';
import { saveDirectly } from '@/lib/profile/direct/save-directly';
import { saveProfile } from '@/lib/profile/verbs/save-profile';
import type { Patch } from '@/lib/profile/model/values';
import { startWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  world.clearFaults();
  await world.postgres.mend();
});
afterAll(() => world.stop());

const save = (userId: SignedInUserId, patch: Patch, saveId: string = randomUUID()) =>
  saveProfile(userId, { saveId, baseRevision: 0, patch });
const known = async () => {
  const userId = await world.newUser({ firstName: 'Ann', lastName: 'Lee' });
  await getProfile(userId);
  return userId;
};

it('after an outage, a save does not wait for a Clerk that hangs, and says that something may be missing', async () => {
  const userId = await known();
  recordOutage();
  world.clerk.faults.set({ hang: true });
  const look = pullFromClerk(userId); // what a reader waits for
  const first = await Promise.race([look, save(userId, { firstName: 'Bea' })]);
  expect(first).toMatchObject({
    ok: true,
    value: { source: 'mirror', values: { firstName: 'Bea' }, pending: ['firstName'] },
  });
  expect(await look).toMatchObject({ ok: false });
});

it('after an outage, a save that was sent before is looked for in a slow Clerk, and is not made again over a later one', async () => {
  const userId = await known();
  const uncertain = { saveId: randomUUID(), baseRevision: 0, patch: { firstName: 'Bea' } };
  await world.postgres.cut();
  await saveProfile(userId, uncertain);
  await save(userId, { firstName: 'Cid' });
  await world.restorePostgres();
  world.clerk.faults.set({ slowMs: 600 });
  expect(await saveProfile(userId, { ...uncertain, resent: true })).toMatchObject({
    ok: true,
    value: { values: { firstName: 'Cid' } },
  });
});

describe('while Postgres is unreachable', () => {
  it('a save goes straight to Clerk, a read comes from Clerk, and both say so; the mirror catches up afterwards', async () => {
    const userId = await known();
    await world.postgres.cut();
    expect(await save(userId, { firstName: 'Bea', avatarColor: 'teal' })).toMatchObject({
      ok: true,
      value: { source: 'clerk', values: { firstName: 'Bea', avatarColor: 'teal' } },
    });
    expect(world.clerk.getUser(userId)).toMatchObject({ first_name: 'Bea', public_metadata: { avatarColor: 'teal' } });
    expect(await getProfile(userId)).toMatchObject({
      ok: true,
      value: { source: 'clerk', values: { firstName: 'Bea', lastName: 'Lee' } },
    });

    await world.restorePostgres();
    await pushDue();
    const row = await world.db().profile.findUniqueOrThrow({ where: { userId } });
    expect(row).toMatchObject({ values: { firstName: 'Bea', avatarColor: 'teal' } });
    expect(await getProfile(userId)).toMatchObject({
      ok: true,
      value: { source: 'checked', values: { firstName: 'Bea' } },
    });
  });

  it('a look at Clerk that began before a save went past Postgres does not answer who asks after it', async () => {
    const userId = await known();
    let release: () => void = () => undefined;
    const held = inTransaction(async (tx) => {
      await tx.lock(userId);
      await new Promise<void>((resolve) => (release = resolve));
    });
    const older = pullFromClerk(userId); // has looked, and waits for the row
    while (!(await world.db().$queryRaw<unknown[]>`SELECT 1 FROM pg_locks WHERE NOT granted`).length)
      await setImmediate();
    recordOutage(); // as the listening connection does
    expect(
      await saveDirectly(userId, { saveId: randomUUID(), baseRevision: 0, patch: { firstName: 'Bea' } }),
    ).toMatchObject({ ok: true });
    const asked = pullFromClerk(userId); // as a read does, that finds the row too old
    release();
    expect(await asked).toMatchObject({ ok: true, value: { values: { firstName: 'Bea' } } });
    await Promise.all([held, older]);
  });

  it('a save tells what it replaced in Clerk that its device had not seen', async () => {
    const userId = await known();
    await world.clerk.editUser(userId, { first_name: 'Bea' });
    await world.postgres.cut();
    const saved = await saveProfile(userId, {
      saveId: randomUUID(),
      baseRevision: 0,
      patch: { firstName: 'Cid', lastName: 'Moe' },
      base: { firstName: 'Ann', lastName: 'Lee' },
    });
    expect(saved).toMatchObject({ ok: true, value: { source: 'clerk', replaced: { firstName: 'Bea' } } });
    expect(saved.ok && saved.value.replaced).not.toHaveProperty('lastName');
  });

  it('a save that was never heard of, and that Postgres may have, waits for it and replaces nothing that came after', async () => {
    const userId = await known();
    const unheard = { saveId: randomUUID(), baseRevision: 0, patch: { firstName: 'Bea' } };
    expect(await saveProfile(userId, unheard)).toMatchObject({ ok: true });
    expect(await save(userId, { firstName: 'Cid' })).toMatchObject({ ok: true });
    await world.postgres.cut();
    expect(await saveProfile(userId, { ...unheard, again: true })).toMatchObject({
      ok: false,
      failure: { later: true },
    });
    expect(world.clerk.getUser(userId)).toMatchObject({ first_name: 'Ann' });
    await world.restorePostgres();
    expect(await saveProfile(userId, { ...unheard, again: true })).toMatchObject({
      ok: true,
      value: { values: { firstName: 'Cid' } },
    });
  });

  it('a save past it that was never heard of is known when it is sent again', async () => {
    const userId = await known();
    await world.postgres.cut();
    const one = { saveId: randomUUID(), baseRevision: 0, patch: { firstName: 'Bea' } };
    expect(await saveProfile(userId, one)).toMatchObject({ ok: true, value: { source: 'clerk' } });
    expect(await saveProfile(userId, { ...one, again: true })).toMatchObject({
      ok: true,
      value: { source: 'clerk', values: { firstName: 'Bea' } },
    });
  });

  it('a save is not overruled by an older one that still waited in the mirror', async () => {
    const userId = await known();
    await save(userId, { firstName: 'Bea', lastName: 'Old' }); // waits: nobody pushes
    await world.postgres.cut();
    await save(userId, { firstName: 'Cid' });
    await save(userId, { avatarColor: 'blue' }); // a later save of another field forgets nothing of the first
    await world.restorePostgres();
    await pushDue();
    await world.db().profile.update({ where: { userId }, data: { pushDueAt: new Date(0) } });
    await pushToClerk(userId);
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

  it('a save sent twice is one save, also when the second comes after Postgres is back and after another one', async () => {
    const userId = await known();
    const saveId = randomUUID();
    await world.postgres.cut();
    await save(userId, { firstName: 'Bea' }, saveId);
    const writes = () =>
      world.clerk.requests().filter(({ method, path }) => method === 'PATCH' && path.includes(userId)).length;
    const before = writes();
    await save(userId, { firstName: 'Bea' }, saveId);
    expect(writes()).toBe(before);

    await world.restorePostgres();
    await pushDue();
    await save(userId, { firstName: 'Cid' });
    expect(await save(userId, { firstName: 'Bea' }, saveId)).toMatchObject({
      ok: true,
      value: { values: { firstName: 'Cid' } },
    });
  });

  it('what Clerk refuses is told under its field and nothing is claimed to be saved', async () => {
    const userId = await known();
    await world.postgres.cut();
    world.clerk.faults.set({ refuseFields: ['last_name'] });
    expect(await save(userId, { lastName: 'Moon' })).toEqual({
      ok: false,
      failure: {
        message: expect.stringContaining('not saved'),
        errors: { lastName: 'Clerk has last names switched off for this app.' },
      },
    });
  });

  describe.each([
    ['by name', false],
    ['without a word about which', true],
  ])('and Clerk refuses a field %s', (_how, refuseUnnamed) => {
    const lastNamesOff = () => world.clerk.faults.set({ refuseFields: ['last_name'], refuseUnnamed });
    const onlyLastName = {
      message: 'Clerk refused your last name; the rest is saved.',
      errors: { lastName: expect.stringMatching(/./) },
    };

    it('the rest of the save is in Clerk and stamped, and the answer tells what is not saved, however often it is asked', async () => {
      const userId = await known();
      await world.postgres.cut();
      lastNamesOff();
      const one = {
        saveId: randomUUID(),
        baseRevision: 0,
        patch: { firstName: 'Bea', lastName: 'Moon', avatarColor: 'teal' } as const,
      };
      const answer = {
        ok: true,
        value: {
          source: 'clerk',
          values: { firstName: 'Bea', lastName: 'Lee', avatarColor: 'teal' },
          turnedDown: onlyLastName,
        },
      };
      expect(await saveProfile(userId, one)).toMatchObject(answer);
      expect(world.clerk.getUser(userId)).toMatchObject({
        first_name: 'Bea',
        last_name: 'Lee',
        public_metadata: { avatarColor: 'teal' },
      });
      expect(world.clerk.getUser(userId)?.private_metadata).toMatchObject({
        perdure: { saves: { [one.saveId]: { patch: { firstName: 'Bea', avatarColor: 'teal' } } } },
      });
      expect(JSON.stringify(world.clerk.getUser(userId)?.private_metadata)).not.toContain('Moon');
      expect(await saveProfile(userId, { ...one, again: true })).toMatchObject(answer);

      await world.restorePostgres();
      await pushDue();
      expect(await saveProfile(userId, { ...one, again: true })).toMatchObject({
        ok: true,
        value: { values: { firstName: 'Bea', lastName: 'Lee' }, turnedDown: onlyLastName },
      });
    });

    it('a colour is saved although all names of the save are refused', async () => {
      const userId = await known();
      await world.postgres.cut();
      lastNamesOff();
      expect(await save(userId, { lastName: 'Moon', avatarColor: 'teal' })).toMatchObject({
        ok: true,
        value: { values: { avatarColor: 'teal' }, turnedDown: onlyLastName },
      });
    });

    it('names are saved although the colour is refused', async () => {
      const userId = await known();
      await world.postgres.cut();
      world.clerk.faults.set({ refuseFields: ['public_metadata.avatarColor'], refuseUnnamed });
      const saveId = randomUUID();
      expect(await save(userId, { firstName: 'Bea', avatarColor: 'teal' }, saveId)).toMatchObject({
        ok: true,
        value: {
          values: { firstName: 'Bea', avatarColor: 'slate' },
          turnedDown: { message: 'Clerk refused your avatar colour; the rest is saved.' },
        },
      });
      expect(world.clerk.getUser(userId)?.private_metadata).toMatchObject({
        perdure: { saves: { [saveId]: { patch: { firstName: 'Bea' } } } },
      });
    });
  });

  it('a save of which Clerk took a part before it gave up says so, and completes when it is sent again', async () => {
    const userId = await known();
    await world.postgres.cut();
    const saveId = randomUUID();
    world.clerk.faults.set({ status: 429, statusAt: '/metadata' });
    expect(await save(userId, { firstName: 'Bea', avatarColor: 'teal' }, saveId)).toEqual({
      ok: false,
      failure: { message: expect.stringContaining('Only part of this is saved'), later: true },
    });
    expect(world.clerk.getUser(userId)).toMatchObject({ first_name: 'Bea', public_metadata: {} });
    world.clearFaults();
    expect(await save(userId, { firstName: 'Bea', avatarColor: 'teal' }, saveId)).toMatchObject({
      ok: true,
      value: { values: { firstName: 'Bea', avatarColor: 'teal' } },
    });
    await world.restorePostgres();
    await pushDue();
    expect(await getProfile(userId)).toMatchObject({
      ok: true,
      value: { source: 'checked', values: { firstName: 'Bea', avatarColor: 'teal' }, pending: [] },
    });
  });

  it('with Clerk down too, the answer is honest and nothing is pretended', async () => {
    const userId = await known();
    await world.postgres.cut();
    world.clerk.faults.set({ down: true });
    expect(await save(userId, { firstName: 'Bea' })).toEqual({
      ok: false,
      failure: { message: expect.stringContaining('neither our database nor Clerk answers'), later: true },
    });
    expect(await getProfile(userId)).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('neither our database nor Clerk answers') },
    });
    await world.restorePostgres();
    world.clearFaults();
    expect(await getProfile(userId)).toMatchObject({ ok: true, value: { values: { firstName: 'Ann' } } });
  });

  it('a Postgres that hangs does not hold a save up for ever: it is in Clerk', async () => {
    const userId = await known();
    world.postgres.hang();
    expect(await save(userId, { firstName: 'Bea' })).toMatchObject({ ok: true, value: { source: 'clerk' } });
    await world.restorePostgres();
  }, 20_000);
});
