import { inEnglish } from '@/__tests__/support/in-english';
import { nameOf } from '@/lib/texts/text';
import { randomUUID } from 'node:crypto';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { log } from '@/lib/log';
import { planWrite, takeLease } from '@/lib/profile/core/lease';
import { changeMirror } from '@/lib/profile/reconcile/change-mirror';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import type { Profile, Saved } from '@/lib/profile/model/profile';
import { push as sendPush } from '@/lib/profile/reconcile/push';
import { reconcile } from '@/lib/profile/reconcile/reconcile';
import { saveProfile } from '@/lib/profile/verbs/save-profile';
import type { Patch } from '@/lib/profile/model/values';
import type { Result } from '@/lib/result';
import { INSTANCES, onInstance } from '../support/model/instances';
import { until } from '../support/until';
import { valuesOf } from '../support/values';
import { startWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.clearFaults());
afterAll(() => world.stop());

const profileOf = <T extends Profile>(result: Result<T>): T => {
  if (!result.ok) throw new Error(nameOf(result.failure.message));
  return result.value;
};
const read = async (userId: SignedInUserId) => profileOf(await getProfile(userId));
const save = async (...save: Parameters<World['save']>): Promise<Saved> => profileOf(await world.save(...save));
const push = async (userId: SignedInUserId) => (await reconcile(userId)).outcome;
const callsOf = (userId: string) => world.clerk.requests().filter(({ path }) => path.includes(userId));
const history = (userId: string) => world.db().profileChange.findMany({ where: { userId }, orderBy: { id: 'asc' } });

describe('saving', () => {
  it('a save is in Postgres when it is answered, and in Clerk after the push', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    const saved = await save(userId, { firstName: 'Bea', lastName: 'Lee', avatarColor: 'teal' });
    expect(saved).toMatchObject({ revision: 1, pending: ['firstName', 'lastName', 'avatarColor'] });
    expect((await world.row(userId)).values).toMatchObject({ firstName: 'Bea' });
    expect(world.clerk.getUser(userId)?.first_name).toBe('Ann');

    expect(await push(userId)).toBe('confirmed');
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
    expect((await world.row(userId)).dueAt).toBeNull();
  });

  it('a push writes only the fields that changed, and leaves other metadata alone', async () => {
    const userId = await world.newUser({ firstName: 'Ann', lastName: 'Lee' });
    await world.clerk.editUser(userId, { public_metadata: { plan: 'pro', nested: { a: 1 } } });
    await read(userId);
    const before = world.clerk.requests().length;
    await save(userId, { avatarColor: 'blue' });
    await push(userId);
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

  it('a save sent twice with one saveId is one save, even with others in between', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    const saveId = randomUUID();
    await save(userId, { firstName: 'Bea' }, saveId);
    await save(userId, { firstName: 'Cid' });
    expect((await save(userId, { firstName: 'Bea' }, saveId)).values.firstName).toBe('Cid');
    expect(await history(userId)).toHaveLength(2);
  });

  it('a save returns what it overwrote unseen by its device, the same each time it is sent', async () => {
    const userId = await world.known();
    await save(userId, { firstName: 'Bea' });
    const one = {
      saveId: randomUUID(),
      patch: { firstName: 'Cid', lastName: 'Moe' },
      base: { firstName: 'Ann', lastName: 'Lee' },
    };
    expect(await saveProfile(userId, one)).toMatchObject({
      ok: true,
      value: { values: { firstName: 'Cid' }, overwrote: { firstName: 'Bea' } },
    });
    await save(userId, { firstName: 'Dee' });
    expect(await saveProfile(userId, one)).toMatchObject({
      ok: true,
      value: { values: { firstName: 'Dee' }, overwrote: { firstName: 'Bea' } },
    });
  });

  it('a save sent many times at once with one saveId is one save', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    const saveId = randomUUID();
    await Promise.all(Array.from({ length: 8 }, () => save(userId, { firstName: 'Bea' }, saveId)));
    expect(await history(userId)).toHaveLength(1);
    expect((await read(userId)).revision).toBe(1);
  });

  it('a save of a profile nobody has read yet starts from what Clerk holds', async () => {
    const userId = await world.newUser({ firstName: 'Ann', lastName: 'Lee' });
    const { values } = await save(userId, { firstName: 'Bea' });
    expect(values).toEqual(valuesOf({ firstName: 'Bea', lastName: 'Lee' }));
  });

  it('a save of an unknown profile while Clerk is down fails, and nothing is kept', async () => {
    const userId = await world.newUser();
    world.clerk.faults.set({ down: true });
    const result = await world.save(userId, { firstName: 'Bea' });
    expect(inEnglish(result)).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('Not saved'), later: true },
    });
    expect(await world.db().profile.findUnique({ where: { userId } })).toBeNull();
  });

  it('a save of a deleted account is rejected for good, so that no browser sends it again', async () => {
    const userId = await world.newUser();
    await world.clerk.deleteUser(userId);
    const result = await world.save(userId, { firstName: 'Bea' });
    expect(inEnglish(result)).toEqual({
      ok: false,
      failure: {
        message: 'This account no longer exists, so nothing was saved. Sign out, and sign in with another one.',
        lasting: true,
        cause: 'Clerk has no such user (404)',
      },
    });
  });

  it('a save that clears the last name clears it in Clerk', async () => {
    const userId = await world.newUser({ firstName: 'Ann', lastName: 'Lee' });
    await save(userId, { lastName: '' });
    expect(await push(userId)).toBe('confirmed');
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
    ['no longer knows our key', { status: 401 as const }],
  ])('a save stays pending while Clerk %s, and is confirmed afterwards', async (_how, fault) => {
    const userId = await world.known({ firstName: 'Ann' });
    world.clerk.faults.set(fault);
    await save(userId, { firstName: 'Bea' });
    expect(await push(userId)).toBe('waiting');
    expect(await read(userId)).toMatchObject({ values: { firstName: 'Bea' }, pending: ['firstName'] });
    const { dueAt, attempts, fencingToken } = await world.row(userId);
    expect({ attempts, fencingToken }).toEqual({ attempts: 1, fencingToken: null });
    expect(dueAt!.getTime()).toBeGreaterThan(Date.now() + ('retryAfter' in fault ? 6_000 : 0));

    world.clerk.faults.reset();
    expect(await push(userId)).toBe('idle'); // not due yet
    await world.dueNow(userId);
    expect(await push(userId)).toBe('confirmed');
    expect(world.clerk.getUser(userId)?.first_name).toBe('Bea');
    expect(await read(userId)).toMatchObject({ values: { firstName: 'Bea' }, pending: [], pendingSince: null });
  });

  it('a push to a Clerk that hangs ends at its deadline, and its write is in flight', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    world.clerk.faults.set({ hang: true });
    await save(userId, { firstName: 'Bea' });
    expect(await push(userId)).toBe('waiting');
    expect((await world.row(userId)).inFlightWrites).toEqual([{ patch: { firstName: 'Bea' }, at: expect.any(Number) }]);
  });

  it('a retry of a push whose answer was lost sees the write in Clerk and does not repeat it', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    world.clerk.faults.set({ loseAnswer: true });
    await save(userId, { firstName: 'Bea' });
    expect(await push(userId)).toBe('waiting');
    world.clerk.faults.reset();
    await world.dueNow(userId);
    const before = world.clerk.requests().length;
    await push(userId);
    expect(
      world.clerk
        .requests()
        .slice(before)
        .map(({ method }) => method),
    ).toEqual(['GET']);
    expect(await read(userId)).toMatchObject({ values: { firstName: 'Bea' }, pending: [] });
  });

  it('a refused field keeps its typed value and Clerk’s reason, and the others are confirmed', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    world.clerk.faults.set({ refuseFields: ['last_name'] });
    await save(userId, { firstName: 'Bea', lastName: 'Lee', avatarColor: 'teal' });
    expect(await push(userId)).toBe('waiting');
    expect(await push(userId)).toBe('idle'); // spaced: one user's pushes stay under Clerk's limit
    await world.dueNow(userId);
    expect(await push(userId)).toBe('refused'); // without the refused field
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
    await save(userId, { lastName: 'Lee' }); // the same value again
    await world.dueNow(userId);
    expect(await push(userId)).toBe('confirmed');
    expect((await read(userId)).refused).toEqual({});
  });
});

describe('refusals', () => {
  it.each([
    ['names', 'last_name', { lastName: 'Lee' }],
    ['metadata', 'public_metadata.avatarColor', { avatarColor: 'teal' as const }],
  ])('a push whose call for %s is refused still confirms the other call', async (_what, param, bad) => {
    const userId = await world.known({ firstName: 'Ann' });
    world.clerk.faults.set({ refuseFields: [param] });
    const good: Patch = 'avatarColor' in bad ? { firstName: 'Bea' } : { avatarColor: 'blue' };
    await save(userId, { ...good, ...bad });
    expect(await push(userId)).toBe('refused');
    const profile = await read(userId);
    expect(profile).toMatchObject({ pending: [], values: { ...good, ...bad } });
    expect(Object.keys(profile.refused)).toEqual(Object.keys(bad));
    expect((await world.row(userId)).base).toMatchObject(good);
  });

  /** Makes a user whose last name Clerk refused: it holds “Lee”, they typed “Moon”. */
  const refusedLastName = async () => {
    const userId = await world.known();
    world.clerk.faults.set({ refuseFields: ['last_name'] });
    await save(userId, { lastName: 'Moon' });
    expect(await push(userId)).toBe('refused');
    return userId;
  };
  const pushNow = async (userId: SignedInUserId) => {
    await world.dueNow(userId);
    return push(userId);
  };

  it('discarding a refused value ends the refusal, even while Clerk still refuses the field', async () => {
    const userId = await refusedLastName();
    await save(userId, { lastName: 'Lee' });
    expect(await pushNow(userId)).toBe('waiting'); // for a read: Clerk may have been edited meanwhile
    expect((await reconcile(userId)).outcome).toBe('confirmed');
    expect(await read(userId)).toMatchObject({ values: { lastName: 'Lee' }, pending: [], refused: {} });
    expect((await world.row(userId)).dueAt).toBeNull();
  });

  it.each([
    ['the same value again', ['Moon']],
    ['the value that Clerk has, and the refused one again', ['Lee', 'Moon']],
    ['another value that it refuses, and the first again', ['Sun', 'Moon']],
  ])('a refused value is confirmed once Clerk accepts it: %s', async (_what, values) => {
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
  it('each push with a wrong key logs an error and is tried again', async () => {
    const alarm = jest.spyOn(log, 'error');
    const userId = await world.known({ firstName: 'Ann' });
    await save(userId, { firstName: 'Bea' });
    world.clerk.faults.set({ status: 401 });
    for (const attempts of [1, 2]) {
      await world.dueNow(userId);
      expect(await push(userId)).toBe('waiting');
      expect(alarm).toHaveBeenCalledWith(
        expect.objectContaining({ userId, attempts, failure: expect.objectContaining({ kind: 'misconfigured' }) }),
        expect.stringContaining('will be tried again'),
      );
      expect((await world.row(userId)).dueAt!.getTime()).toBeGreaterThan(Date.now());
    }
    expect(await read(userId)).toMatchObject({ values: { firstName: 'Bea' }, pending: ['firstName'] });
    alarm.mockRestore();
  });
});

describe('while Clerk limits one user’s updates', () => {
  it('a push that is answered 429 makes no further call, and waits as long as Retry-After says', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    await save(userId, { firstName: 'Bea', avatarColor: 'teal' });
    world.clerk.faults.set({ status: 429, retryAfter: 60 });
    const before = world.clerk.requests().length;
    expect(await push(userId)).toBe('waiting');
    expect(
      world.clerk
        .requests()
        .slice(before)
        .map(({ path }) => path),
    ).toEqual([`/v1/users/${userId}`]);
    const { dueAt, inFlightWrites } = await world.row(userId);
    expect(dueAt!.getTime()).toBeGreaterThan(Date.now() + 55_000);
    expect(inFlightWrites).toBeNull();
  });
});

describe('refusals that name no field', () => {
  it('a refusal that names no field is found to be of one field, and the others are confirmed', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    world.clerk.faults.set({ refuseFields: ['last_name'], refuseUnnamed: true });
    await save(userId, { firstName: 'Bea', lastName: 'Lee', avatarColor: 'teal' });
    expect(await push(userId)).toBe('refused');
    const profile = await read(userId);
    expect(profile).toMatchObject({ pending: [], values: { firstName: 'Bea', lastName: 'Lee', avatarColor: 'teal' } });
    expect(inEnglish(profile.refused)).toEqual({
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

describe('pushing', () => {
  it('a push runs once, however many processes start it', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await save(userId, { firstName: 'Bea' });
    const pushes = Array.from({ length: 6 }, (_, index) => onInstance(index % INSTANCES, () => push(userId)));
    const outcomes = (await Promise.all(pushes)).filter((outcome) => outcome !== 'idle' && outcome !== 'leased');
    expect(outcomes).toEqual(['confirmed']);
    expect(callsOf(userId).filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('a push whose lease another process has taken is not completed by the first', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await save(userId, { firstName: 'Bea' });
    world.clerk.faults.set({ slowMs: 500 });
    const pushed = push(userId);
    await until(async () => (await world.row(userId)).fencingToken !== null);
    await world.db().profile.update({ where: { userId }, data: { fencingToken: 'another' } });
    expect(await pushed).toBe('lost');
    expect(await world.row(userId)).toMatchObject({ fencingToken: 'another', states: { firstName: 'pending' } });
  });

  it('a save made during a push stays due, and the next push confirms it', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await save(userId, { firstName: 'Bea' });
    world.clerk.faults.set({ slowMs: 400 });
    const pushed = push(userId);
    await until(async () => (await world.row(userId)).fencingToken !== null);
    await save(userId, { firstName: 'Cid' });
    expect(await pushed).toBe('waiting');
    world.clerk.faults.reset();
    await world.dueNow(userId);
    expect(await push(userId)).toBe('confirmed');
    expect(world.clerk.getUser(userId)?.first_name).toBe('Cid');
    expect((await read(userId)).values.firstName).toBe('Cid');
  });

  it('a push of a process that died is taken over when its lease has run out', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await save(userId, { firstName: 'Bea' });
    // what a kill between lease and answer leaves behind
    await world.db().profile.update({
      where: { userId },
      data: {
        fencingToken: 'dead',
        dueAt: new Date(Date.now() - 1),
        inFlightWrites: [{ patch: { firstName: 'Bea' }, at: Date.now() }],
      },
    });
    expect(await push(userId)).toBe('confirmed');
    expect(world.clerk.getUser(userId)?.first_name).toBe('Bea');
  });
});

describe('a save that is pushed once it is answered', () => {
  /** Saves as the action does, and returns the answer with what is to run after it. */
  const saveAndPush = async (userId: SignedInUserId, patch: Patch) => {
    const pushes: (() => Promise<unknown>)[] = [];
    const how = { afterAnswer: (one: () => Promise<unknown>) => void pushes.push(one) };
    const saved = profileOf(await saveProfile(userId, { saveId: randomUUID(), patch }, how));
    return { saved, pushes };
  };
  const methodsOf = (userId: string) => callsOf(userId).map(({ method }) => method);

  it('a save leases its push as it is committed, calls Clerk after its answer, and reads nothing first', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    const before = methodsOf(userId).length;
    const { saved, pushes } = await saveAndPush(userId, { firstName: 'Bea' });
    expect(saved).toMatchObject({ values: { firstName: 'Bea' }, pending: ['firstName'] });
    const { fencingToken, inFlightWrites } = await world.row(userId);
    expect({ fencingToken, inFlightWrites }).toEqual({
      fencingToken: expect.any(String),
      inFlightWrites: [{ patch: { firstName: 'Bea' }, at: expect.any(Number) }],
    });
    expect(methodsOf(userId).slice(before)).toEqual([]);

    expect(await Promise.all(pushes.map((one) => one()))).toEqual([expect.objectContaining({ outcome: 'confirmed' })]);
    expect(methodsOf(userId).slice(before)).toEqual(['PATCH']);
    expect(await world.row(userId)).toMatchObject({ fencingToken: null, dueAt: null, inFlightWrites: null });
  });

  it('a save whose process dies after its answer is pushed by another once its lease has run out', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    await saveAndPush(userId, { firstName: 'Bea' }); // what runs after the answer never does
    expect(await push(userId)).toBe('leased');
    expect(world.clerk.getUser(userId)?.first_name).toBe('Ann');
    await world.dueNow(userId);
    expect(await push(userId)).toBe('confirmed');
    expect(world.clerk.getUser(userId)?.first_name).toBe('Bea');
  });

  it('a save during the push of another, or soon after it, waits for its turn', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    const first = await saveAndPush(userId, { firstName: 'Bea' });
    expect((await saveAndPush(userId, { firstName: 'Cid' })).pushes).toEqual([]);
    await Promise.all(first.pushes.map((one) => one()));
    expect((await saveAndPush(userId, { lastName: 'Lee' })).pushes).toEqual([]);
    await world.dueNow(userId);
    expect(await push(userId)).toBe('confirmed');
    expect(world.clerk.getUser(userId)).toMatchObject({ first_name: 'Cid', last_name: 'Lee' });
  });

  it('a save after a failed push has Clerk read before it is pushed', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    world.clerk.faults.set({ status: 503 });
    await save(userId, { firstName: 'Bea' });
    expect(await push(userId)).toBe('waiting');
    world.clerk.faults.reset();
    await world.dueNow(userId);
    const before = methodsOf(userId).length;
    const { pushes } = await saveAndPush(userId, { firstName: 'Cid' });
    expect(await Promise.all(pushes.map((one) => one()))).toEqual([expect.objectContaining({ outcome: 'confirmed' })]);
    expect(methodsOf(userId).slice(before)).toEqual(['GET', 'PATCH']);
  });

  it('saves on two processes at once are all kept', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    const patches = [{ firstName: 'Bea' }, { lastName: 'Lee' }, { avatarColor: 'teal' as const }, { lastName: 'Moe' }];
    await Promise.all(patches.map((patch, index) => onInstance(index % INSTANCES, () => save(userId, patch))));
    expect(await history(userId)).toHaveLength(4);
    expect(await world.row(userId)).toMatchObject({ revision: 4, values: { firstName: 'Bea', avatarColor: 'teal' } });
  });
});

describe('a push whose lease has grown old', () => {
  const minutesOld = () => 60_000;
  /** Takes the lease for a pending save, and notes its write, as the beginning of a push does. */
  const leased = async () => {
    const userId = await world.known({ firstName: 'Ann' });
    await save(userId, { firstName: 'Bea' });
    const known = (await changeMirror(userId, (mirror, now) => {
      const taken = takeLease(mirror, randomUUID(), now);
      if (typeof taken === 'string') throw new Error(taken);
      const { mirror: planned, write } = planWrite(taken.mirror, now);
      return { result: { lease: taken.lease, write: write! }, mirror: planned };
    }))!;
    return { userId, noted: { known, ...known.result, sinceLeaseMs: minutesOld } };
  };

  it('a push whose lease has grown old renews it, and goes on', async () => {
    const { userId, noted } = await leased();
    await world.dueNow(userId); // it has run out, and nobody has taken it
    world.clerk.faults.set({ slowMs: 300 });
    const pushed = sendPush(userId, noted);
    await until(async () => (await world.row(userId)).dueAt!.getTime() > Date.now());
    expect(world.clerk.getUser(userId)?.first_name).toBe('Ann');
    expect((await pushed).outcome).toBe('confirmed');
    expect(world.clerk.getUser(userId)?.first_name).toBe('Bea');
  });

  it('a push whose lease has grown old, and which another has taken, calls Clerk no more', async () => {
    const { userId, noted } = await leased();
    await world.db().profile.update({ where: { userId }, data: { fencingToken: 'another' } });
    const before = callsOf(userId).length;
    expect((await sendPush(userId, noted)).outcome).toBe('lost');
    expect(callsOf(userId)).toHaveLength(before);
    expect(await world.row(userId)).toMatchObject({ fencingToken: 'another', states: { firstName: 'pending' } });
  });
});

describe('reading', () => {
  it('a read of a profile that may lack a change takes it over from Clerk, and adds it to history', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    await world.clerk.editUser(userId, { first_name: 'Dee' });
    expect((await read(userId)).values.firstName).toBe('Ann'); // still fresh
    await world.db().profile.update({ where: { userId }, data: { readDueAt: new Date() } });
    expect(await read(userId)).toMatchObject({ values: { firstName: 'Dee' }, revision: 1, source: 'checked' });
    expect(await history(userId)).toEqual([
      expect.objectContaining({ source: 'clerk', changes: { firstName: { from: 'Ann', to: 'Dee' } } }),
    ]);
  });

  it('a read falls back to the mirror, marked as such, while Clerk does not answer', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    await world.db().profile.update({ where: { userId }, data: { readDueAt: new Date() } });
    world.clerk.faults.set({ down: true });
    expect(await read(userId)).toMatchObject({ values: { firstName: 'Ann' }, source: 'mirror' });
  });

  it('a read of an unknown profile invents nothing while Clerk is down', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    world.clerk.faults.set({ down: true });
    expect(inEnglish(await getProfile(userId))).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('can’t be loaded') },
    });
  });

  it('a read of a user without a name returns empty names', async () => {
    const { values } = await read(await world.newUser());
    expect(values).toEqual(valuesOf({ firstName: '', lastName: '' }));
  });
});
