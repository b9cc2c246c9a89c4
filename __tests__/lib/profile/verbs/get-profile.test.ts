import { inEnglish } from '@/__tests__/support/in-english';
import type { LiveEvent } from '@/lib/events/event';
import { subscribe } from '@/lib/events/subscribe';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { reconcile } from '@/lib/profile/reconcile/reconcile';
import { INSTANCES, onInstance } from '../../../support/model/instances';
import { until } from '../../../support/until';
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
    expect(inEnglish(await getProfile(await deleted()))).toEqual({
      ok: false,
      failure: {
        message: 'This account no longer exists. Sign out, and sign in with another one.',
        lasting: true,
        cause: 'Clerk has no such user (404)',
      },
    });
  });

  it('a read of a deleted account says so while Postgres is unreachable, too', async () => {
    const userId = await deleted();
    await world.postgres.cut();
    expect(inEnglish(await getProfile(userId))).toEqual({
      ok: false,
      failure: {
        message: 'This account no longer exists. Sign out, and sign in with another one.',
        lasting: true,
        cause: 'Clerk has no such user (404)',
      },
    });
  });

  it('a read of an unknown profile says to wait while Clerk does not answer', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    world.clerk.faults.set({ status: 503 });
    expect(inEnglish(await getProfile(userId))).toEqual({
      ok: false,
      failure: {
        message:
          'Your profile can’t be loaded right now, because your account can’t be reached. Try again in a moment.',
        cause: 'Clerk does not answer',
      },
    });
  });
});

describe('stale reads', () => {
  const stale = async () => {
    const userId = await world.known();
    await world.db().profile.update({ where: { userId }, data: { readDueAt: new Date() } });
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
    expect(await getProfile(userId)).toMatchObject({ ok: true, value: { source: 'mirror' } }); // of who came later, too
    expect(readsOf(userId).length - before).toBe(1);
  });

  it('stale reads of one user at once share the failure of Clerk, which is called once', async () => {
    const userId = await stale();
    world.clerk.faults.set({ slowMs: 300, status: 503 });
    const before = readsOf(userId).length;
    const reads = await Promise.all(Array.from({ length: 8 }, () => getProfile(userId)));
    for (const read of reads) expect(read).toMatchObject({ ok: true, value: { source: 'mirror' } });
    expect(readsOf(userId).length - before).toBe(1);
  });

  it('stale reads on two processes at once all return what Clerk holds', async () => {
    const userId = await stale();
    await world.clerk.editUser(userId, { first_name: 'Bea' });
    world.clerk.faults.set({ slowMs: 200 });
    const reads = Array.from({ length: 8 }, (_, index) => onInstance(index % INSTANCES, () => getProfile(userId)));
    for (const read of await Promise.all(reads))
      expect(read).toMatchObject({ ok: true, value: { source: 'checked', values: { firstName: 'Bea' } } });
  });

  it('a read that is answered from the mirror stays due, and devices are notified once Clerk was read', async () => {
    const userId = await stale();
    world.clerk.faults.set({ hang: true });
    expect(await getProfile(userId)).toMatchObject({ ok: true, value: { source: 'mirror' } });
    await until(async () => (await world.row(userId)).fencingToken === null);
    world.clearFaults();
    const { readDueAt, dueAt } = await world.row(userId);
    expect([readDueAt, dueAt]).toEqual([expect.any(Date), readDueAt]);

    const events: (LiveEvent | null)[] = [];
    const unsubscribe = subscribe(userId, (event) => events.push(event));
    await until(() => events.length > 0); // it listens
    await world.dueNow(userId);
    expect((await reconcile(userId)).outcome).toBe('confirmed');
    await until(() => events.length > 1);
    expect(events).toEqual([null, { kind: 'check', userId }]);
    expect(await world.row(userId)).toMatchObject({ readDueAt: null, dueAt: null });
    unsubscribe();
  });

  it('a read of a profile of which a webhook has reported a change reads Clerk', async () => {
    const userId = await world.known();
    await world.clerk.editUser(userId, { first_name: 'Bea' });
    await world.db().profile.update({ where: { userId }, data: { webhookUpdatedAt: new Date() } });
    expect(await getProfile(userId)).toMatchObject({
      ok: true,
      value: { source: 'checked', values: { firstName: 'Bea' } },
    });
  });
});
