import { randomUUID } from 'node:crypto';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { log } from '@/lib/log';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import type { Profile } from '@/lib/profile/model/profile';
import { pushToClerk } from '@/lib/profile/verbs/push-to-clerk';
import { saveProfile } from '@/lib/profile/verbs/save-profile';
import type { Patch } from '@/lib/profile/model/values';
import type { Result } from '@/lib/result';
import { startWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.clearFaults());
afterAll(() => world.stop());

const profileOf = (result: Result<Profile>): Profile => {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
};
const read = async (userId: SignedInUserId) => profileOf(await getProfile(userId));
const save = async (userId: SignedInUserId, patch: Patch, saveId = randomUUID()) =>
  profileOf(await saveProfile(userId, { saveId, baseRevision: 0, patch }));
const row = (userId: string) => world.db().profile.findUniqueOrThrow({ where: { userId } });
const history = (userId: string) => world.db().profileChange.findMany({ where: { userId }, orderBy: { id: 'asc' } });
/** Makes a push that waits for its back-off due now. */
const dueNow = (userId: string) => world.db().profile.update({ where: { userId }, data: { pushDueAt: new Date(0) } });

describe('a save', () => {
  it('is in Postgres when it is answered, and in Clerk after the push', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await read(userId);
    const saved = await save(userId, { firstName: 'Bea', lastName: 'Lee', avatarColor: 'teal' });
    expect(saved).toMatchObject({ revision: 1, pending: ['firstName', 'lastName', 'avatarColor'] });
    expect((await row(userId)).values).toMatchObject({ firstName: 'Bea' });
    expect(world.clerk.getUser(userId)?.first_name).toBe('Ann');

    expect(await pushToClerk(userId)).toBe('confirmed');
    expect(world.clerk.getUser(userId)).toMatchObject({
      first_name: 'Bea',
      last_name: 'Lee',
      public_metadata: { avatarColor: 'teal' },
    });
    expect(await read(userId)).toMatchObject({
      pending: [],
      pendingSince: null,
      revision: 1,
      values: { firstName: 'Bea' },
    });
    expect((await row(userId)).pushDueAt).toBeNull();
  });

  it('sends only the fields that changed, and leaves other metadata alone', async () => {
    const userId = await world.newUser({ firstName: 'Ann', lastName: 'Lee' });
    await world.clerk.editUser(userId, { public_metadata: { plan: 'pro', nested: { a: 1 } } });
    await read(userId);
    const before = world.clerk.requests().length;
    await save(userId, { avatarColor: 'blue' });
    await pushToClerk(userId);
    const writes = world.clerk
      .requests()
      .slice(before)
      .filter(({ method }) => method !== 'GET');
    expect(writes).toEqual([
      expect.objectContaining({
        method: 'PATCH',
        path: `/v1/users/${userId}/metadata`,
        body: { public_metadata: { avatarColor: 'blue' } },
      }),
    ]);
    expect(world.clerk.getUser(userId)?.public_metadata).toEqual({
      plan: 'pro',
      nested: { a: 1 },
      avatarColor: 'blue',
    });
  });

  it('made twice with one saveId is one save, also after others came between', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await read(userId);
    const saveId = randomUUID();
    await save(userId, { firstName: 'Bea' }, saveId);
    await save(userId, { firstName: 'Cid' });
    expect((await save(userId, { firstName: 'Bea' }, saveId)).values.firstName).toBe('Cid');
    expect(await history(userId)).toHaveLength(2);
  });

  it('tells what it replaced that its device had not seen, the same however often it is sent', async () => {
    const userId = await world.newUser({ firstName: 'Ann', lastName: 'Lee' });
    await read(userId);
    await save(userId, { firstName: 'Bea' });
    const one = {
      saveId: randomUUID(),
      baseRevision: 0,
      patch: { firstName: 'Cid', lastName: 'Moe' },
      base: { firstName: 'Ann', lastName: 'Lee' },
    };
    expect(await saveProfile(userId, one)).toMatchObject({
      ok: true,
      value: { values: { firstName: 'Cid' }, replaced: { firstName: 'Bea' } },
    });
    await save(userId, { firstName: 'Dee' });
    expect(await saveProfile(userId, one)).toMatchObject({
      ok: true,
      value: { values: { firstName: 'Dee' }, replaced: { firstName: 'Bea' } },
    });
  });

  it('sent many times at once with one saveId is one save', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await read(userId);
    const saveId = randomUUID();
    await Promise.all(Array.from({ length: 8 }, () => save(userId, { firstName: 'Bea' }, saveId)));
    expect(await history(userId)).toHaveLength(1);
    expect((await read(userId)).revision).toBe(1);
  });

  it('of a profile nobody has read yet starts from what Clerk holds', async () => {
    const userId = await world.newUser({ firstName: 'Ann', lastName: 'Lee' });
    expect((await save(userId, { firstName: 'Bea' })).values).toEqual({
      firstName: 'Bea',
      lastName: 'Lee',
      avatarColor: 'slate',
    });
  });

  it('of an unknown profile while Clerk is down is an honest failure, and nothing is kept', async () => {
    const userId = await world.newUser();
    world.clerk.faults.set({ down: true });
    const result = await saveProfile(userId, { saveId: randomUUID(), baseRevision: 0, patch: { firstName: 'Bea' } });
    expect(result).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('Not saved'), later: true },
    });
    expect(await world.db().profile.findUnique({ where: { userId } })).toBeNull();
  });

  it('of a deleted account is turned down for good, so that no browser sends it again', async () => {
    const userId = await world.newUser();
    await world.clerk.deleteUser(userId);
    const result = await saveProfile(userId, { saveId: randomUUID(), baseRevision: 0, patch: { firstName: 'Bea' } });
    expect(result).toEqual({
      ok: false,
      failure: {
        message:
          'This account no longer exists in Clerk, so nothing was saved. Sign out, and sign in with another one.',
      },
    });
  });

  it('that clears the last name clears it in Clerk', async () => {
    const userId = await world.newUser({ firstName: 'Ann', lastName: 'Lee' });
    await save(userId, { lastName: '' });
    expect(await pushToClerk(userId)).toBe('confirmed');
    expect(world.clerk.getUser(userId)?.last_name).toBeNull();
    expect((await read(userId)).values.lastName).toBe('');
  });
});

describe('while Clerk fails', () => {
  test.each([
    ['refuses connections', { down: true }],
    ['answers 500', { status: 500 as const }],
    ['answers 503', { status: 503 as const }],
    ['answers 429', { status: 429 as const, retryAfter: 7 }],
    ['knows our key no more', { status: 401 as const }],
  ])('%s: the save waits, keeps its value, and is confirmed afterwards', async (_how, fault) => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await read(userId);
    world.clerk.faults.set(fault);
    await save(userId, { firstName: 'Bea' });
    expect(await pushToClerk(userId)).toBe('waiting');
    expect(await read(userId)).toMatchObject({ values: { firstName: 'Bea' }, pending: ['firstName'] });
    const { pushDueAt, pushAttempts, fencingToken } = await row(userId);
    expect({ pushAttempts, fencingToken }).toEqual({ pushAttempts: 1, fencingToken: null });
    expect(pushDueAt!.getTime()).toBeGreaterThan(Date.now() + ('retryAfter' in fault ? 6_000 : 0));

    world.clerk.faults.reset();
    expect(await pushToClerk(userId)).toBe('idle'); // not due yet
    await dueNow(userId);
    expect(await pushToClerk(userId)).toBe('confirmed');
    expect(world.clerk.getUser(userId)?.first_name).toBe('Bea');
    expect(await read(userId)).toMatchObject({ values: { firstName: 'Bea' }, pending: [], pendingSince: null });
  });

  it('hangs: the push gives up after its deadline and the outcome is in doubt', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await read(userId);
    world.clerk.faults.set({ hang: true });
    await save(userId, { firstName: 'Bea' });
    expect(await pushToClerk(userId)).toBe('waiting');
    expect((await row(userId)).inFlightWrites).toEqual([{ patch: { firstName: 'Bea' }, at: expect.any(Number) }]);
  });

  it('loses the answer: the retry sees that the write had landed and does not write again', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await read(userId);
    world.clerk.faults.set({ loseAnswer: true });
    await save(userId, { firstName: 'Bea' });
    expect(await pushToClerk(userId)).toBe('waiting');
    world.clerk.faults.reset();
    await dueNow(userId);
    const before = world.clerk.requests().length;
    await pushToClerk(userId);
    expect(
      world.clerk
        .requests()
        .slice(before)
        .map(({ method }) => method),
    ).toEqual(['GET']);
    expect(await read(userId)).toMatchObject({ values: { firstName: 'Bea' }, pending: [] });
  });

  it('refuses a field: the others are confirmed, the reason is kept, the typed value stays', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await read(userId);
    world.clerk.faults.set({ refuseFields: ['last_name'] });
    await save(userId, { firstName: 'Bea', lastName: 'Lee', avatarColor: 'teal' });
    expect(await pushToClerk(userId)).toBe('waiting');
    expect(await pushToClerk(userId)).toBe('idle'); // spaced, so that one person’s pushes stay under Clerk’s limit
    await dueNow(userId);
    expect(await pushToClerk(userId)).toBe('refused'); // without the refused field
    const profile = await read(userId);
    expect(profile).toMatchObject({ pending: [], values: { firstName: 'Bea', lastName: 'Lee', avatarColor: 'teal' } });
    expect(profile.refused.lastName).toMatchObject({
      value: 'Lee',
      code: 'form_param_unknown',
      traceId: expect.any(String),
    });
    expect(world.clerk.getUser(userId)).toMatchObject({
      first_name: 'Bea',
      last_name: null,
      public_metadata: { avatarColor: 'teal' },
    });

    world.clerk.faults.reset();
    await save(userId, { lastName: 'Lee' }); // the same value once more
    await dueNow(userId);
    expect(await pushToClerk(userId)).toBe('confirmed');
    expect((await read(userId)).refused).toEqual({});
  });
});

describe('what Clerk refuses of one of its two calls', () => {
  it.each([
    ['names', 'last_name', { lastName: 'Lee' }],
    ['metadata', 'public_metadata.avatarColor', { avatarColor: 'teal' as const }],
  ])('leaves the other confirmed by the same push: %s', async (_what, param, bad) => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await read(userId);
    world.clerk.faults.set({ refuseFields: [param] });
    const good: Patch = 'avatarColor' in bad ? { firstName: 'Bea' } : { avatarColor: 'blue' };
    await save(userId, { ...good, ...bad });
    expect(await pushToClerk(userId)).toBe('refused');
    const profile = await read(userId);
    expect(profile).toMatchObject({ pending: [], values: { ...good, ...bad } });
    expect(Object.keys(profile.refused)).toEqual(Object.keys(bad));
    expect((await row(userId)).base).toMatchObject(good);
  });

  /** A user whose last name Clerk refused: it has “Lee”, they typed “Moon”. */
  const refusedLastName = async () => {
    const userId = await world.newUser({ firstName: 'Ann', lastName: 'Lee' });
    await read(userId);
    world.clerk.faults.set({ refuseFields: ['last_name'] });
    await save(userId, { lastName: 'Moon' });
    expect(await pushToClerk(userId)).toBe('refused');
    return userId;
  };
  const pushNow = async (userId: SignedInUserId) => {
    await dueNow(userId);
    return pushToClerk(userId);
  };

  it('is given up by a discard, also while Clerk still refuses the field', async () => {
    const userId = await refusedLastName();
    await save(userId, { lastName: 'Lee' });
    expect(await pushNow(userId)).toBe('confirmed');
    expect(await read(userId)).toMatchObject({ values: { lastName: 'Lee' }, pending: [], refused: {} });
    expect((await row(userId)).pushDueAt).toBeNull();
  });

  it.each([
    ['the same value again', ['Moon']],
    ['the value that Clerk has, and the refused one again', ['Lee', 'Moon']],
    ['another value that it refuses, and the first again', ['Sun', 'Moon']],
  ])('is confirmed once Clerk allows it: %s', async (_what, values) => {
    const userId = await refusedLastName();
    for (const lastName of values.slice(0, -1)) {
      await save(userId, { lastName });
      await pushNow(userId);
    }
    world.clerk.faults.reset();
    await save(userId, { lastName: values.at(-1)! });
    expect(await read(userId)).toMatchObject({ pending: ['lastName'], refused: {} });
    expect(await pushNow(userId)).toBe('confirmed');
    expect(world.clerk.getUser(userId)?.last_name).toBe('Moon');
    expect(await read(userId)).toMatchObject({ values: { lastName: 'Moon' }, pending: [], refused: {} });
  });
});

describe('while our key to Clerk is wrong', () => {
  it('each push alarms whoever runs the app, and goes on trying', async () => {
    const alarm = jest.spyOn(log, 'error');
    const userId = await world.newUser({ firstName: 'Ann' });
    await read(userId);
    await save(userId, { firstName: 'Bea' });
    world.clerk.faults.set({ status: 401 });
    for (const attempts of [1, 2]) {
      await dueNow(userId);
      expect(await pushToClerk(userId)).toBe('waiting');
      expect(alarm).toHaveBeenCalledWith(
        expect.objectContaining({ userId, attempts, failure: expect.objectContaining({ kind: 'misconfigured' }) }),
        expect.stringContaining('will be tried again'),
      );
      expect((await row(userId)).pushDueAt!.getTime()).toBeGreaterThan(Date.now());
    }
    expect(await read(userId)).toMatchObject({ values: { firstName: 'Bea' }, pending: ['firstName'] });
    alarm.mockRestore();
  });
});

describe('while Clerk limits one person’s updates', () => {
  it('a push makes no further call, and waits as long as Clerk wishes', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await read(userId);
    await save(userId, { firstName: 'Bea', avatarColor: 'teal' });
    world.clerk.faults.set({ status: 429, retryAfter: 60 });
    const before = world.clerk.requests().length;
    expect(await pushToClerk(userId)).toBe('waiting');
    expect(
      world.clerk
        .requests()
        .slice(before)
        .map(({ path }) => path),
    ).toEqual([`/v1/users/${userId}`]);
    const { pushDueAt, inFlightWrites } = await row(userId);
    expect(pushDueAt!.getTime()).toBeGreaterThan(Date.now() + 55_000);
    expect(inFlightWrites).toBeNull();
  });
});

describe('while Clerk refuses something without saying what', () => {
  it('only what it refuses alone is refused, and everything else is confirmed by the same push', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await read(userId);
    world.clerk.faults.set({ refuseFields: ['last_name'], refuseUnnamed: true });
    await save(userId, { firstName: 'Bea', lastName: 'Lee', avatarColor: 'teal' });
    expect(await pushToClerk(userId)).toBe('refused');
    const profile = await read(userId);
    expect(profile).toMatchObject({ pending: [], values: { firstName: 'Bea', lastName: 'Lee', avatarColor: 'teal' } });
    expect(profile.refused).toEqual({
      lastName: expect.objectContaining({
        value: 'Lee',
        message: 'Something in this request is not allowed.',
        inClerk: '',
      }),
    });
    expect(world.clerk.getUser(userId)).toMatchObject({
      first_name: 'Bea',
      last_name: null,
      public_metadata: { avatarColor: 'teal' },
    });
  });
});

describe('a push', () => {
  it('runs once, however many processes ask for it', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await save(userId, { firstName: 'Bea' });
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => pushToClerk(userId)));
    expect(outcomes.filter((outcome) => outcome !== 'idle')).toEqual(['confirmed']);
  });

  it('that another process took over is not completed by the first', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await save(userId, { firstName: 'Bea' });
    world.clerk.faults.set({ slowMs: 500 });
    const push = pushToClerk(userId);
    await until(async () => (await row(userId)).fencingToken !== null);
    await world.db().profile.update({ where: { userId }, data: { fencingToken: 'another' } });
    expect(await push).toBe('idle');
    expect((await row(userId)).fencingToken).toBe('another');
  });

  it('leaves a save made meanwhile due, and confirms it next', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await save(userId, { firstName: 'Bea' });
    world.clerk.faults.set({ slowMs: 400 });
    const push = pushToClerk(userId);
    await until(async () => (await row(userId)).fencingToken !== null);
    await save(userId, { firstName: 'Cid' });
    expect(await push).toBe('waiting');
    world.clerk.faults.reset();
    await dueNow(userId);
    expect(await pushToClerk(userId)).toBe('confirmed');
    expect(world.clerk.getUser(userId)?.first_name).toBe('Cid');
    expect((await read(userId)).values.firstName).toBe('Cid');
  });

  it('of a process that died is taken up when its lease has run out', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await save(userId, { firstName: 'Bea' });
    // what a kill between lease and answer leaves behind
    await world.db().profile.update({
      where: { userId },
      data: {
        fencingToken: 'dead',
        pushDueAt: new Date(Date.now() - 1),
        inFlightWrites: [{ patch: { firstName: 'Bea' }, at: Date.now() }],
      },
    });
    expect(await pushToClerk(userId)).toBe('confirmed');
    expect(world.clerk.getUser(userId)?.first_name).toBe('Bea');
  });
});

describe('reading', () => {
  it('takes over what changed in Clerk once the mirror is stale, and writes it into history', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await read(userId);
    await world.clerk.editUser(userId, { first_name: 'Dee' });
    expect((await read(userId)).values.firstName).toBe('Ann'); // still fresh
    await world.db().profile.update({ where: { userId }, data: { invalidatedAt: new Date() } });
    expect(await read(userId)).toMatchObject({ values: { firstName: 'Dee' }, revision: 1, source: 'checked' });
    expect(await history(userId)).toEqual([
      expect.objectContaining({ source: 'clerk', changes: { firstName: { from: 'Ann', to: 'Dee' } } }),
    ]);
  });

  it('falls back to the mirror, marked, while Clerk does not answer', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await read(userId);
    await world.db().profile.update({ where: { userId }, data: { invalidatedAt: new Date() } });
    world.clerk.faults.set({ down: true });
    expect(await read(userId)).toMatchObject({ values: { firstName: 'Ann' }, source: 'mirror' });
  });

  it('invents nothing where the profile is not known', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    world.clerk.faults.set({ down: true });
    expect(await getProfile(userId)).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('can’t be loaded') },
    });
  });

  it('of a user without a name gives none', async () => {
    expect((await read(await world.newUser())).values).toEqual({ firstName: '', lastName: '', avatarColor: 'slate' });
  });
});

/** Waits until a condition holds; the test's own timeout ends it. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 10));
}
