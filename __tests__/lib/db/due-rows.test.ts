import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { bringForward, countDue, findDue, postpone } from '@/lib/db/queries/due-profiles';
import { askForRead, markReadDue } from '@/lib/db/queries/profile-rows';
import { readProfile } from '@/lib/db/queries/read-profile';
import { reportWebhook } from '@/lib/db/queries/webhook-ledger';
import { createProfile } from '@/lib/db/queries/write-profile';
import { renewLease } from '@/lib/profile/core/lease';
import { type Mirror } from '@/lib/profile/core/mirror';
import { mirrorColumns } from '@/lib/profile/core/mirror-columns';
import { readMirror } from '@/lib/profile/core/mirror-row';
import { schedule, withReadDue, withWebhook } from '@/lib/profile/core/schedule';
import { aMirror } from '../../support/builders';
import { startWorld, type World } from '../../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.db().profile.deleteMany());
afterAll(() => world.stop());

const HOUR = 60 * 60_000;

/** Stores a mirror as that of a new user, and returns their id. */
async function store(mirror: Mirror): Promise<string> {
  const userId = `user_${randomUUID()}`;
  await createProfile(userId, mirrorColumns(mirror), []);
  return userId;
}
/** Stores a mirror that nothing is due of, but for what `change` says, in ms from now. */
const storeDue = (change: { dueIn: number } & Partial<Mirror>): Promise<string> => {
  const { dueIn, ...rest } = change;
  return store(aMirror({ dueAt: Date.now() + dueIn, ...rest }, 0));
};
const stored = async (userId: string) => {
  const { row, now } = (await readProfile(userId))!;
  return { mirror: readMirror(row), now };
};

const anyTime = (now: number) => fc.option(fc.integer({ min: -HOUR, max: HOUR }).map((ms) => now + ms));
/** A mirror as the core may have left it, at about `now`. */
const anyMirror = (now: number): fc.Arbitrary<Mirror> =>
  fc
    .record({
      isPending: fc.boolean(),
      isLeased: fc.boolean(),
      clerkUpdatedAt: anyTime(now),
      readDueAt: anyTime(now),
      webhookUpdatedAt: anyTime(now),
      nextPushAt: anyTime(now),
      pendingSince: anyTime(now),
      attempts: fc.nat(9),
    })
    .map(({ isPending, isLeased, ...rest }) => {
      const mirror = aMirror(
        { ...rest, fields: { firstName: isPending ? { value: 'Bea', state: 'pending' } : {} } },
        0,
      );
      if (!isLeased) return schedule(mirror, now);
      return schedule(renewLease({ ...mirror, fencingToken: 'of another' }, now), now);
    });

/** Expects that a statement did to a row what `decide` does to its mirror at some time in between. */
async function expectAsDecided(
  mirror: Mirror,
  act: (userId: string) => Promise<unknown>,
  decide: (mirror: Mirror, now: number) => Mirror,
): Promise<void> {
  const userId = await store(mirror);
  const { now: from } = await stored(userId);
  await act(userId);
  const { mirror: after, now: to } = await stored(userId);
  const times = Array.from({ length: to - from + 1 }, (_, ms) => from + ms);
  const whatIsDueIsDueNow = (one: Mirror): Mirror => ({ ...one, dueAt: one.dueAt && Math.max(one.dueAt, to) });
  expect(times.map((now) => whatIsDueIsDueNow(decide(mirror, now)))).toContainEqual(whatIsDueIsDueNow(after));
}

it('a read is made due in Postgres as the core does it', async () => {
  const { now } = await stored(await store(aMirror({}, 0)));
  await fc.assert(
    fc.asyncProperty(anyMirror(now), (mirror) =>
      expectAsDecided(mirror, (userId) => markReadDue([userId]), withReadDue),
    ),
  );
});

it('a webhook is reported in Postgres as the core does it', async () => {
  const { now } = await stored(await store(aMirror({}, 0)));
  await fc.assert(
    fc.asyncProperty(anyMirror(now), anyTime(now), (mirror, reported) => {
      const updatedAt = reported ?? mirror.clerkUpdatedAt ?? now;
      return expectAsDecided(
        mirror,
        async (userId) => {
          const isReadDue = await reportWebhook(randomUUID(), userId, updatedAt);
          expect(isReadDue).toBe(withWebhook(mirror, updatedAt, now) !== mirror);
        },
        (before, at) => withWebhook(before, updatedAt, at),
      );
    }),
  );
});

it('one webhook is reported once, and another one of the same change again', async () => {
  const userId = await store(aMirror({}, 0));
  const webhookId = randomUUID();
  const report = (id: string) => reportWebhook(id, userId, Date.now());
  expect([await report(webhookId), await report(webhookId), await report(randomUUID())]).toEqual([true, false, true]);
  expect(await reportWebhook(randomUUID(), 'user_unknown', Date.now())).toBe(false);
});

it('a read that is asked for is due at once, and is not asked for twice', async () => {
  const userId = await store(aMirror({}, 0));
  expect([await askForRead(userId), await askForRead(userId)]).toEqual([true, false]);
  const { mirror, now } = await stored(userId);
  expect(mirror.dueAt).toBeLessThanOrEqual(now);
  expect(mirror.readDueAt).toBe(mirror.dueAt);
});

it('those who are due are found, the longest due first, with those whose lease has run out', async () => {
  const [later, , lapsed, due] = await Promise.all([
    storeDue({ dueIn: HOUR }),
    storeDue({ dueIn: 2 * HOUR, fencingToken: 'of another' }),
    storeDue({ dueIn: -HOUR, fencingToken: 'of the dead' }),
    storeDue({ dueIn: -2 * HOUR }),
    store(aMirror({}, 0)),
  ]);
  const all = await findDue(9);
  expect(all.userIds).toEqual([due, lapsed]);
  expect(all.nextMs).toBeGreaterThan(0.9 * HOUR);
  const one = await findDue(1);
  expect(one.userIds).toEqual([due]);
  expect(one.nextMs).toBeLessThan(0);
  expect(await findDue(0)).toEqual({ userIds: [], nextMs: expect.any(Number) });
  expect([await countDue(9), await countDue(3)]).toEqual([4, 3]);
  await Promise.all([due, lapsed, later].map((userId) => postpone(userId, 3 * HOUR)));
  expect(await findDue(9)).toMatchObject({ userIds: [] });
});

it('nothing is due where there is nobody', async () => {
  expect(await findDue(9)).toEqual({ userIds: [], nextMs: null });
  expect(await countDue(9)).toBe(0);
});

it('what backs off is brought forward, and what is due sooner, leased or spaced stays as it is', async () => {
  const at = Date.now() + HOUR;
  const backsOff = { dueIn: HOUR, attempts: 3 };
  const [push, read, ...others] = await Promise.all([
    storeDue({ ...backsOff, nextPushAt: at, pendingSince: 1 }),
    storeDue({ ...backsOff, readDueAt: at, webhookUpdatedAt: 1 }),
    storeDue({ dueIn: 5_000, attempts: 3 }),
    storeDue({ ...backsOff, fencingToken: 'of another' }),
    storeDue({ dueIn: HOUR, attempts: 0 }),
  ]);
  const before = await Promise.all(others.map((userId) => world.row(userId)));
  expect(await bringForward(10_000)).toBe(2);
  expect(await Promise.all(others.map((userId) => world.row(userId)))).toEqual(before);
  for (const userId of [push, read]) {
    const { mirror, now } = await stored(userId);
    expect(mirror.dueAt).toBeLessThanOrEqual(now + 10_000);
    if (userId === push) expect(mirror).toMatchObject({ nextPushAt: mirror.dueAt, readDueAt: null });
    else expect(mirror).toMatchObject({ readDueAt: mirror.dueAt, webhookUpdatedAt: 1 });
  }
});
