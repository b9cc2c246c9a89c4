import { getProfile } from '@/lib/profile/verbs/get-profile';
import { startWorld, type World } from '../../../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  world.clearFaults();
  await world.postgres.restore();
});
afterAll(() => world.stop());

describe('a profile that cannot be loaded', () => {
  const deleted = async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    await world.clerk.deleteUser(userId);
    return userId;
  };

  it('a read of a deleted account says so, and does not call it an outage of Clerk', async () => {
    expect(await getProfile(await deleted())).toEqual({
      ok: false,
      failure: { message: 'This account no longer exists in Clerk. Sign out, and sign in with another one.' },
    });
  });

  it('a read of a deleted account says so while Postgres is unreachable, too', async () => {
    const userId = await deleted();
    await world.postgres.cut();
    expect(await getProfile(userId)).toEqual({
      ok: false,
      failure: { message: 'This account no longer exists in Clerk. Sign out, and sign in with another one.' },
    });
  });

  it('a read of an unknown profile says to wait while Clerk does not answer', async () => {
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

describe('stale reads', () => {
  const stale = async () => {
    const userId = await world.known();
    await world.db().profile.update({ where: { userId }, data: { invalidatedAt: new Date() } });
    return userId;
  };
  const readsOf = (userId: string) =>
    world.clerk.requests().filter(({ method, path }) => method === 'GET' && path === `/v1/users/${userId}`);

  it('a stale read is answered from the mirror, marked as such, while Clerk still hangs', async () => {
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
    // the first visit was answered; the patient request and the read never were
    expect(readsOf(userId).map(({ status }) => status)).toEqual([200, null, null]);
    patience.abort();
    expect(await patient).toBe('given up');
  });

  it('stale reads of one user at once share one read of Clerk', async () => {
    const userId = await stale();
    await world.clerk.editUser(userId, { first_name: 'Bea' });
    world.clerk.faults.set({ slowMs: 300 });
    const before = readsOf(userId).length;
    const reads = await Promise.all(Array.from({ length: 8 }, () => getProfile(userId)));
    for (const read of reads)
      expect(read).toMatchObject({ ok: true, value: { source: 'checked', values: { firstName: 'Bea' } } });
    expect(readsOf(userId).length - before).toBe(1);
  });

  it('stale reads of one user at once share one read of Clerk while it hangs, too', async () => {
    const userId = await stale();
    world.clerk.faults.set({ hang: true });
    const before = readsOf(userId).length;
    const reads = await Promise.all(Array.from({ length: 8 }, () => getProfile(userId)));
    for (const read of reads) expect(read).toMatchObject({ ok: true, value: { source: 'mirror' } });
    expect(readsOf(userId).length - before).toBe(1);
  });
});
