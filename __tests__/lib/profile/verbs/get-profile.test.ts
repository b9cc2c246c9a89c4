import { getProfile } from '@/lib/profile/verbs/get-profile';
import { startWorld, type World } from '../../../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  world.clearFaults();
  await world.postgres.mend();
});
afterAll(() => world.stop());

describe('a profile that cannot be loaded', () => {
  const deleted = async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await world.clerk.deleteUser(userId);
    return userId;
  };

  it('is told to be of a deleted account, and not as an outage of Clerk', async () => {
    expect(await getProfile(await deleted())).toEqual({
      ok: false,
      failure: { message: 'This account no longer exists in Clerk. Sign out, and sign in with another one.' },
    });
  });

  it('is told so while Postgres is unreachable too', async () => {
    const userId = await deleted();
    await world.postgres.cut();
    expect(await getProfile(userId)).toEqual({
      ok: false,
      failure: { message: 'This account no longer exists in Clerk. Sign out, and sign in with another one.' },
    });
  });

  it('is told to wait for Clerk where Clerk does not answer', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    world.clerk.faults.set({ status: 503 });
    expect(await getProfile(userId)).toEqual({
      ok: false,
      failure: {
        message: 'Your profile can’t be loaded right now, because Clerk does not answer. Try again in a moment.',
      },
    });
  });
});

describe('a stale read', () => {
  const stale = async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await getProfile(userId);
    await world.db().profile.update({ where: { userId }, data: { invalidatedAt: new Date() } });
    return userId;
  };
  const looks = (userId: string) =>
    world.clerk.requests().filter(({ method, path }) => method === 'GET' && path === `/v1/users/${userId}`);

  it('is answered from the mirror, marked so, while Clerk still hangs', async () => {
    const userId = await stale();
    world.clerk.faults.set({ hang: true });
    const patience = new AbortController();
    const patient = fetch(`${world.clerk.apiUrl}/v1/users/${userId}`, { signal: patience.signal }).then(
      () => 'Clerk has answered',
      () => 'given up',
    );
    expect(await Promise.race([getProfile(userId), patient])).toMatchObject({
      ok: true,
      value: { source: 'mirror', values: { firstName: 'Ann' } },
    });
    // the first visit, who is patient, and the read: asked, and never answered
    expect(looks(userId).map(({ status }) => status)).toEqual([200, null, null]);
    patience.abort();
    expect(await patient).toBe('given up');
  });

  it('costs one look at Clerk, however many there are at once', async () => {
    const userId = await stale();
    await world.clerk.editUser(userId, { first_name: 'Bea' });
    world.clerk.faults.set({ slowMs: 300 });
    const before = looks(userId).length;
    const reads = await Promise.all(Array.from({ length: 8 }, () => getProfile(userId)));
    for (const read of reads)
      expect(read).toMatchObject({ ok: true, value: { source: 'checked', values: { firstName: 'Bea' } } });
    expect(looks(userId).length - before).toBe(1);
  });

  it('costs one look at Clerk also while Clerk hangs', async () => {
    const userId = await stale();
    world.clerk.faults.set({ hang: true });
    const before = looks(userId).length;
    const reads = await Promise.all(Array.from({ length: 8 }, () => getProfile(userId)));
    for (const read of reads) expect(read).toMatchObject({ ok: true, value: { source: 'mirror' } });
    expect(looks(userId).length - before).toBe(1);
  });
});
