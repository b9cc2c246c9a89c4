import { randomUUID } from 'node:crypto';
import { NextRequest } from 'next/server';
import { POST } from '@/app/api/push/route';
import { log } from '@/lib/log';
import { saveProfile } from '@/lib/profile/verbs/save-profile';
import type { SignedInUserId } from '@/lib/clerk/session/session';
import { startWorld, type World } from '../../support/world';

const SECRET = 'a secret of the cron';
let world: World;
beforeAll(async () => {
  process.env.PUSH_SECRET = SECRET;
  world = await startWorld();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await world.restorePostgres();
  await world.db().profile.deleteMany();
});
afterAll(async () => {
  delete process.env.PUSH_SECRET;
  await world.stop();
});

async function ask(authorization?: string): Promise<{ status: number; body: unknown }> {
  const answer = await POST(
    new NextRequest('http://localhost:3000/api/push', {
      method: 'POST',
      headers: authorization ? { authorization } : {},
    }),
  );
  return { status: answer.status, body: await answer.json() };
}
/** Somebody whose save waits: nobody pushes in this process. */
async function waiting(): Promise<SignedInUserId> {
  const userId = await world.newUser({ firstName: 'Ann' });
  const saved = await saveProfile(userId, { saveId: randomUUID(), patch: { firstName: 'Bea' } });
  expect(saved).toMatchObject({ ok: true, value: { pending: ['firstName'] } });
  return userId;
}
const nameInClerk = (userId: string) => world.clerk.getUser(userId)?.first_name;

it('the cron has what is due pushed to Clerk, and the answer counts it', async () => {
  const users = [await waiting(), await waiting()];
  expect(await ask(`Bearer ${SECRET}`)).toEqual({ status: 200, body: { reconciled: 2, compared: expect.any(Number) } });
  expect(users.map(nameInClerk)).toEqual(['Bea', 'Bea']);
});

it('the cron has a slice of the rows audited against Clerk', async () => {
  const userId = await waiting();
  await ask(`Bearer ${SECRET}`);
  await world.clerk.editUser(userId, { last_name: 'Lee' });
  await world.db().profile.update({ where: { userId }, data: { auditDueAt: new Date(0) } });
  expect(await ask(`Bearer ${SECRET}`)).toEqual({ status: 200, body: { reconciled: 0, compared: 1 } });
  expect(await world.db().profile.findUnique({ where: { userId } })).toMatchObject({
    values: { firstName: 'Bea', lastName: 'Lee' },
  });
});

it('the cron has Clerk read where a change is reported and was not read yet', async () => {
  const userId = await world.known();
  await world.clerk.editUser(userId, { last_name: 'Moon' });
  await world.db().profile.update({ where: { userId }, data: { webhookUpdatedAt: new Date(), dueAt: new Date(0) } });
  expect(await ask(`Bearer ${SECRET}`)).toEqual({ status: 200, body: { reconciled: 1, compared: 0 } });
  expect(await world.row(userId)).toMatchObject({ values: { lastName: 'Moon' }, dueAt: null, webhookUpdatedAt: null });
});

it.each([
  ['no secret', undefined],
  ['another secret', 'Bearer another secret of a cron'],
  ['the secret without its scheme', SECRET],
])('a call of POST /api/push with %s is answered 401, and nothing is pushed', async (_what, authorization) => {
  const userId = await waiting();
  expect((await ask(authorization)).status).toBe(401);
  expect(nameInClerk(userId)).toBe('Ann');
});

it('during an outage of Postgres the cron is answered 503, and its next turn pushes', async () => {
  const userId = await waiting();
  await world.postgres.cut();
  expect(await ask(`Bearer ${SECRET}`)).toEqual({ status: 503, body: { message: 'Postgres does not answer.' } });
  expect(nameInClerk(userId)).toBe('Ann');
  await world.restorePostgres();
  expect(await ask(`Bearer ${SECRET}`)).toMatchObject({ status: 200, body: { reconciled: 1 } });
  expect(nameInClerk(userId)).toBe('Bea');
});

describe('a fault of ours', () => {
  const broken = async (due: object) => {
    const userId = await waiting();
    await world
      .db()
      .profile.update({ where: { userId }, data: { inFlightWrites: 'not what this app writes', ...due } });
  };
  afterEach(() => world.db().profile.deleteMany());

  it('a fault of ours in one push is logged once, and the others go on', async () => {
    await broken({});
    const well = await waiting();
    const error = jest.spyOn(log, 'error');
    expect(await ask(`Bearer ${SECRET}`)).toMatchObject({ status: 200 });
    expect(error).toHaveBeenCalledTimes(1);
    expect(nameInClerk(well)).toBe('Bea');
  });

  it('a fault of ours in the cron’s turn is answered 500 and logged once, not as an outage', async () => {
    await broken({ dueAt: null, auditDueAt: new Date(0) });
    const error = jest.spyOn(log, 'error');
    expect(await ask(`Bearer ${SECRET}`)).toEqual({
      status: 500,
      body: { message: expect.not.stringContaining('Postgres') },
    });
    expect(error).toHaveBeenCalledTimes(1);
  });
});
