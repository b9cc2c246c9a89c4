import { inEnglish } from '@/__tests__/support/in-english';
import { LOCAL_SECRET_KEY_PREFIX } from '@/lib/env/keys';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { startWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  process.env.CLERK_SECRET_KEY = `${LOCAL_SECRET_KEY_PREFIX}${'0'.repeat(48)}`; // well-formed, but of no instance
});
afterEach(() => world.postgres.restore());
afterAll(() => world.stop());

describe('with a key that Clerk does not know', () => {
  it('a read with a key that Clerk does not know blames the key, and not an outage of Clerk', async () => {
    expect(inEnglish(await getProfile(await world.newUser()))).toEqual({
      ok: false,
      failure: {
        message: 'Your profile can’t be loaded, because this app is set up wrongly. Tell whoever runs this app.',
        lasting: true,
        cause: 'the key for Clerk is missing or wrong',
      },
    });
  });

  it('a read with a wrong key while Postgres is unreachable names both', async () => {
    const userId = await world.newUser();
    await world.postgres.cut();
    expect(inEnglish(await getProfile(userId))).toEqual({
      ok: false,
      failure: {
        message: 'Your profile can’t be loaded, because this app is set up wrongly. Tell whoever runs this app.',
        lasting: true,
        cause: 'Postgres is unreachable; the key for Clerk is missing or wrong',
      },
    });
  });

  it('a save that needs Clerk waits until a wrong key is put right, and says so', async () => {
    expect(inEnglish(await world.save(await world.newUser(), { firstName: 'Bea' }))).toEqual({
      ok: false,
      failure: {
        message:
          'Not saved: your profile could not be loaded, because this app is set up wrongly. ' +
          'Tell whoever runs this app. Your edit is still here.',
        later: true,
        lasting: true,
        cause: 'the key for Clerk is missing or wrong',
      },
    });
  });
});
