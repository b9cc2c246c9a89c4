import type { Profile } from '@/lib/db/generated/client';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { SPACING_MS } from '@/lib/profile/core/schedule';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { reconcile } from '@/lib/profile/reconcile/reconcile';
import { startWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const json = (value: unknown) => value as Record<string, string>;

/** Makes a profile as a newer version of the app leaves it, with `columns` on top. */
async function savedByTheNextVersion(columns: (now: Profile) => object): Promise<SignedInUserId> {
  const userId = await world.known({ firstName: 'Ann' });
  await world.db().profile.update({ where: { userId }, data: columns(await world.row(userId)) });
  return userId;
}
const withMotto = () =>
  savedByTheNextVersion(({ values, base }) => ({
    values: { ...json(values), motto: 'onward' },
    base: { ...json(base), motto: '' },
    states: { motto: 'pending' },
    writtenAt: { motto: 5 },
    dueAt: new Date(0),
    pendingSince: new Date(),
    revision: 1,
  }));

describe('beside a version of the app that has one field more', () => {
  it('a save and a push leave the value and the push of a newer version’s field to that version', async () => {
    const userId = await withMotto();
    await world.save(userId, { firstName: 'Bea' });
    await world.dueNow(userId);
    await reconcile(userId);
    expect(world.clerk.getUser(userId)?.first_name).toBe('Bea');
    expect(await world.row(userId)).toMatchObject({
      values: { firstName: 'Bea', motto: 'onward' },
      base: { firstName: 'Bea', motto: '' },
      states: { motto: 'pending' },
      writtenAt: { motto: 5 },
    });
    expect((await world.row(userId)).dueAt).not.toBeNull();
  });

  it('a push of only a newer version’s field is postponed, neither lost nor repeated at once', async () => {
    const userId = await withMotto();
    const writes = world.clerk.requests().length;
    expect((await reconcile(userId)).outcome).toBe('waiting');
    expect(world.clerk.requests()).toHaveLength(writes);
    const { dueAt, fencingToken, attempts } = await world.row(userId);
    expect({ fencingToken, attempts }).toEqual({ fencingToken: null, attempts: 0 });
    expect(dueAt!.getTime()).toBeGreaterThan(Date.now());
    expect(await getProfile(userId)).toMatchObject({ ok: true, value: { pending: [] } });
  });

  it('a save is pushed soon, however long a field that no version declares any more has waited', async () => {
    const userId = await withMotto();
    await world.db().profile.update({ where: { userId }, data: { pendingSince: new Date(Date.now() - 60 * 60_000) } });
    expect((await reconcile(userId)).outcome).toBe('waiting');
    expect((await world.row(userId)).dueAt!.getTime()).toBeGreaterThan(Date.now() + 60_000);
    await world.save(userId, { firstName: 'Bea' });
    expect((await world.row(userId)).dueAt!.getTime()).toBeLessThanOrEqual(Date.now() + SPACING_MS);
  });

  it('a refusal of a newer version’s field stands, and asks for no push', async () => {
    const refusal = { value: 'onward', code: 'x', message: 'no', traceId: null, at: '2026-01-01T00:00:00.000Z' };
    const userId = await savedByTheNextVersion(({ values, base }) => ({
      values: { ...json(values), motto: 'onward' },
      base: { ...json(base), motto: '' },
      states: { motto: 'refused' },
      refusals: { motto: refusal },
    }));
    await world.save(userId, { firstName: 'Bea' });
    expect((await reconcile(userId)).outcome).toBe('confirmed');
    expect(await world.row(userId)).toMatchObject({ refusals: { motto: refusal }, dueAt: null });
  });
});

describe('beside a version of the app that has one colour more', () => {
  const chosen = () =>
    savedByTheNextVersion(({ values }) => ({
      values: { ...json(values), avatarColor: 'mint' },
      states: { avatarColor: 'pending' },
      writtenAt: { avatarColor: 5 },
      dueAt: new Date(0),
      pendingSince: new Date(),
      revision: 1,
    }));

  it('a save keeps a newer version’s colour, and a push writes it to Clerk', async () => {
    const userId = await chosen();
    expect(await world.save(userId, { firstName: 'Bea' })).toMatchObject({
      ok: true,
      value: { values: { avatarColor: 'mint' } },
    });
    await world.dueNow(userId);
    expect((await reconcile(userId)).outcome).toBe('confirmed');
    expect(world.clerk.getUser(userId)).toMatchObject({ first_name: 'Bea', public_metadata: { avatarColor: 'mint' } });
    expect(await world.row(userId)).toMatchObject({
      values: { avatarColor: 'mint' },
      base: { avatarColor: 'mint' },
    });
  });

  it('a read of Clerk takes a newer version’s colour and asks for no push', async () => {
    const userId = await world.known({ firstName: 'Ann' });
    await world.clerk.editUser(userId, { public_metadata: { avatarColor: 'mint' } });
    await world.db().profile.update({ where: { userId }, data: { readDueAt: new Date(), dueAt: new Date(0) } });
    expect((await reconcile(userId)).outcome).toBe('confirmed');
    expect(await getProfile(userId)).toMatchObject({
      ok: true,
      value: { values: { avatarColor: 'mint' }, pending: [] },
    });
    expect(await world.row(userId)).toMatchObject({ values: { avatarColor: 'mint' }, dueAt: null });
  });
});

it('an older version’s row that lacks a field is read from Clerk before it is shown', async () => {
  const userId = await world.known();
  const { values, base } = await world.row(userId);
  const { lastName: _, ...less } = json(values);
  expect(json(base).lastName).toBe('Lee');
  await world.db().profile.update({ where: { userId }, data: { values: less, base: less } });
  expect(await getProfile(userId)).toMatchObject({
    ok: true,
    value: { values: { lastName: 'Lee' }, source: 'checked' },
  });
  expect((await world.row(userId)).readDueAt).toBeNull();
});
