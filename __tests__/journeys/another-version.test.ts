import { randomUUID } from 'node:crypto';
import type { Profile } from '@/lib/db/generated/client';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { pullFromClerk } from '@/lib/profile/verbs/pull-from-clerk';
import { pushToClerk } from '@/lib/profile/verbs/push-to-clerk';
import { saveProfile } from '@/lib/profile/verbs/save-profile';
import { startWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const row = (userId: string) => world.db().profile.findUniqueOrThrow({ where: { userId } });
const json = (value: unknown) => value as Record<string, string>;

/** A profile as a version of the app leaves it that has one field more: `motto`. */
async function savedByTheNextVersion(columns: (now: Profile) => object): Promise<SignedInUserId> {
  const userId = await world.newUser({ firstName: 'Ann' });
  await getProfile(userId);
  await world.db().profile.update({ where: { userId }, data: columns(await row(userId)) });
  return userId;
}
const withMotto = () =>
  savedByTheNextVersion(({ values, base }) => ({
    values: { ...json(values), motto: 'onward' },
    base: { ...json(base), motto: '' },
    states: { motto: 'pending' },
    writtenAt: { motto: 5 },
    pushDueAt: new Date(0),
    pendingSince: new Date(),
    revision: 1,
  }));

describe('beside a version of the app that has one field more', () => {
  it('a save and a push of ours leave the other field’s value, and its push, to that version', async () => {
    const userId = await withMotto();
    await saveProfile(userId, { saveId: randomUUID(), baseRevision: 1, patch: { firstName: 'Bea' } });
    await world.db().profile.update({ where: { userId }, data: { pushDueAt: new Date(0) } });
    await pushToClerk(userId);
    expect(world.clerk.getUser(userId)?.first_name).toBe('Bea');
    expect(await row(userId)).toMatchObject({
      values: { firstName: 'Bea', motto: 'onward' },
      base: { firstName: 'Bea', motto: '' },
      states: { motto: 'pending' },
      writtenAt: { motto: 5 },
    });
    expect((await row(userId)).pushDueAt).not.toBeNull();
  });

  it('a push of only that field is passed on after a moment, and neither lost nor done at once again', async () => {
    const userId = await withMotto();
    const writes = world.clerk.requests().length;
    expect(await pushToClerk(userId)).toBe('idle');
    expect(world.clerk.requests()).toHaveLength(writes);
    const { pushDueAt, fencingToken, pushAttempts } = await row(userId);
    expect({ fencingToken, pushAttempts }).toEqual({ fencingToken: null, pushAttempts: 0 });
    expect(pushDueAt!.getTime()).toBeGreaterThan(Date.now());
    expect(await getProfile(userId)).toMatchObject({ ok: true, value: { pending: [] } });
  });

  it('what Clerk refused of that field stands, and asks for no push', async () => {
    const refusal = { value: 'onward', code: 'x', message: 'no', traceId: null, at: '2026-01-01T00:00:00.000Z' };
    const userId = await savedByTheNextVersion(({ values, base }) => ({
      values: { ...json(values), motto: 'onward' },
      base: { ...json(base), motto: '' },
      states: { motto: 'refused' },
      refusals: { motto: refusal },
    }));
    await saveProfile(userId, { saveId: randomUUID(), baseRevision: 1, patch: { firstName: 'Bea' } });
    expect(await pushToClerk(userId)).toBe('confirmed');
    expect(await row(userId)).toMatchObject({ refusals: { motto: refusal }, pushDueAt: null });
  });
});

describe('beside a version of the app that has one colour more', () => {
  const chosen = () =>
    savedByTheNextVersion(({ values }) => ({
      values: { ...json(values), avatarColor: 'mint' },
      states: { avatarColor: 'pending' },
      writtenAt: { avatarColor: 5 },
      pushDueAt: new Date(0),
      pendingSince: new Date(),
      revision: 1,
    }));

  it('a save of ours keeps the colour, and a push of ours brings it to Clerk', async () => {
    const userId = await chosen();
    expect(
      await saveProfile(userId, { saveId: randomUUID(), baseRevision: 1, patch: { firstName: 'Bea' } }),
    ).toMatchObject({ ok: true, value: { values: { avatarColor: 'slate' } } });
    await world.db().profile.update({ where: { userId }, data: { pushDueAt: new Date(0) } });
    expect(await pushToClerk(userId)).toBe('confirmed');
    expect(world.clerk.getUser(userId)).toMatchObject({ first_name: 'Bea', public_metadata: { avatarColor: 'mint' } });
    expect(await row(userId)).toMatchObject({ values: { avatarColor: 'mint' }, base: { avatarColor: 'mint' } });
  });

  it('a pull of ours takes the colour from Clerk and asks for no push', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await getProfile(userId);
    await world.clerk.editUser(userId, { public_metadata: { avatarColor: 'mint' } });
    expect(await pullFromClerk(userId)).toMatchObject({
      ok: true,
      value: { values: { avatarColor: 'slate' }, pending: [] },
    });
    expect(await row(userId)).toMatchObject({ values: { avatarColor: 'mint' }, pushDueAt: null });
  });
});

it('a row of the version before, which knows nothing of a field, is read from Clerk before it is shown', async () => {
  const userId = await world.newUser({ firstName: 'Ann', lastName: 'Lee' });
  await getProfile(userId);
  const { values, base } = await row(userId);
  const { lastName: _, ...less } = json(values);
  expect(json(base).lastName).toBe('Lee');
  await world.db().profile.update({ where: { userId }, data: { values: less, base: less } });
  expect(await getProfile(userId)).toMatchObject({
    ok: true,
    value: { values: { lastName: 'Lee' }, source: 'checked' },
  });
  expect((await row(userId)).invalidatedAt).toBeNull();
});
