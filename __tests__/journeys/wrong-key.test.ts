import { randomUUID } from 'node:crypto';
import { LOCAL_SECRET_KEY_PREFIX } from '@/lib/env/keys';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { saveProfile } from '@/lib/profile/verbs/save-profile';
import { startWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  process.env.CLERK_SECRET_KEY = `${LOCAL_SECRET_KEY_PREFIX}${'0'.repeat(48)}`; // well-formed, and of no instance
});
afterEach(() => world.postgres.mend());
afterAll(() => world.stop());

describe('with a key that Clerk does not know', () => {
  it('a profile that cannot be loaded is told to be a fault of this app’s, and not an outage of Clerk', async () => {
    expect(await getProfile(await world.newUser())).toEqual({
      ok: false,
      failure: {
        message:
          'Your profile can’t be loaded right now, because this app’s key for Clerk is missing or wrong. Tell whoever runs this app.',
      },
    });
  });

  it('the same is told while Postgres is unreachable', async () => {
    const userId = await world.newUser();
    await world.postgres.cut();
    expect(await getProfile(userId)).toEqual({
      ok: false,
      failure: {
        message:
          'Your profile can’t be loaded right now, because our database is unreachable and this app’s key for Clerk is missing or wrong. Tell whoever runs this app.',
      },
    });
  });

  it('a save that needs it waits for the key to be put right, and says so', async () => {
    expect(
      await saveProfile(await world.newUser(), { saveId: randomUUID(), baseRevision: 0, patch: { firstName: 'Bea' } }),
    ).toEqual({
      ok: false,
      failure: {
        message:
          'Not saved: your profile could not be loaded, because this app’s key for Clerk is missing or wrong. Tell whoever runs this app. Your edit is still here.',
        later: true,
      },
    });
  });
});
