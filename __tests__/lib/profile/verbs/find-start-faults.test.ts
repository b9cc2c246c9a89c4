import type * as sessionKey from '@/lib/clerk/session/session-key';
import { fields } from '@/lib/profile/fields';
import type { Field } from '@/lib/profile/model/kinds/kind';
import { text } from '@/lib/profile/model/kinds/text';
import type * as startFaults from '@/lib/profile/verbs/find-start-faults';
import { resetSingletons } from '@/lib/singleton';
import { startWorld, type World } from '../../../support/world';

let world: World;
let findStartFaults: typeof startFaults.findStartFaults;
let keys: typeof sessionKey;
beforeAll(async () => {
  world = await startWorld();
  // Clerk's SDK reads the environment when it is loaded.
  ({ findStartFaults } = await import('@/lib/profile/verbs/find-start-faults'));
  keys = await import('@/lib/clerk/session/session-key');
});
afterAll(() => world.stop());
beforeEach(() => resetSingletons('session-keys'));
afterEach(async () => {
  world.clearFaults();
  await world.postgres.restore();
});

const askedForKeys = () => world.clerk.requests().filter(({ path }) => path === '/v1/jwks').length;

describe('what a start asks of Clerk and Postgres', () => {
  it('a right environment has no start faults, and Clerk’s keys are there for the first visitor', async () => {
    expect(await findStartFaults()).toEqual([]);
    const before = askedForKeys();
    const { cookies } = await world.clerk.createSession(await world.newUser(), { origin: 'http://localhost:3000' });
    const visit = new Request('http://localhost:3000', { headers: { cookie: cookies } });
    expect(await keys.findSessionKey(visit)).toEqual({ jwtKey: expect.any(String) });
    expect(askedForKeys()).toBe(before);
  });

  it('a start finds fields that Clerk could not hold', async () => {
    const list: Record<string, Field> = fields;
    list.story = text({ label: 'Story', max: 3_000, clerk: { unsafeMetadata: 'story' } });
    const faults = await findStartFaults();
    delete list.story;
    expect(faults).toContainEqual({
      name: 'lib/profile/fields.ts:',
      problem: expect.stringMatching(/unsafeMetadata has room for 8192 bytes, and its fields can need 120\d\d: story/),
    });
  });

  it.each([
    ['is down', { down: true, scope: 'all' }],
    ['answers 429', { status: 429, scope: 'all' }],
    ['answers 503', { status: 503, scope: 'all' }],
    ['never answers', { hang: true, scope: 'all' }],
  ] as const)('a start finds no fault if Clerk %s', async (_, fault) => {
    world.clerk.faults.set(fault);
    expect(await findStartFaults()).toEqual([]);
  });

  it('a start finds no fault if Postgres cannot be reached', async () => {
    await world.postgres.cut();
    expect(await findStartFaults()).toEqual([]);
  });

  it('a start finds no fault if Postgres never answers', async () => {
    world.postgres.hang();
    expect(await findStartFaults()).toEqual([]);
  });

  it('a start finds a secret key that Clerk refuses', async () => {
    world.clerk.faults.set({ status: 401 });
    expect(await findStartFaults()).toEqual([
      { name: 'CLERK_SECRET_KEY', problem: expect.stringContaining('Clerk refuses it') },
    ]);
  });

  it('a start finds a database that lacks the latest migrations', async () => {
    await world.db().$executeRaw`ALTER TABLE "Profile" RENAME COLUMN "auditDueAt" TO "checkedLater"`;
    expect(await findStartFaults()).toEqual([
      {
        name: 'DATABASE_URL',
        problem: expect.stringMatching(
          /migrations have not been applied there: run `npx prisma migrate deploy`.*"auditDueAt" does not exist/,
        ),
      },
    ]);
    await world.db().$executeRaw`ALTER TABLE "Profile" RENAME COLUMN "checkedLater" TO "auditDueAt"`;
  });
});
