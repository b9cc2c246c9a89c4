import { getProfile } from '@/lib/profile/get-profile';
import { startWorld, type World } from '../../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  world.heal();
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
    expect(await getProfile(await deleted())).toEqual({ ok: false, message: 'This account no longer exists in Clerk. Sign out, and sign in with another one.' });
  });

  it('is told so while Postgres is away too', async () => {
    const userId = await deleted();
    await world.postgres.cut();
    expect(await getProfile(userId)).toEqual({ ok: false, message: 'This account no longer exists in Clerk. Sign out, and sign in with another one.' });
  });

  it('is told to wait for Clerk where Clerk does not answer', async () => {
    const userId = await world.newUser({ firstName: 'Ann' });
    world.clerk.faults.set({ status: 503 });
    expect(await getProfile(userId)).toEqual({ ok: false, message: 'Your profile can’t be loaded right now, because Clerk does not answer. Try again in a moment.' });
  });
});
