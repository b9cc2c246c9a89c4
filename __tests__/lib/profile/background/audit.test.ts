import { auditMirror } from '@/lib/profile/background/audit';
import { isClerkUp } from '@/lib/clerk/circuit';
import { getClerkUser } from '@/lib/clerk/users';
import { pruneWebhookLedger } from '@/lib/db/queries/webhook-ledger';
import { startWorld, type World } from '../../../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  world.clearFaults();
  await world.db().profile.deleteMany();
});
afterAll(() => world.stop());

const due = (userId: string, auditDueAt = new Date(0)) =>
  world.db().profile.update({ where: { userId }, data: { auditDueAt } });
/** Changed in Clerk, and no webhook told. */
const drifted = async () => {
  const userId = await world.known();
  await world.clerk.editUser(userId, { first_name: 'Bea' });
  return userId;
};

it('an audit finds what no webhook brought, and is due again an hour later', async () => {
  const userId = await drifted();
  await due(userId);
  expect(await auditMirror()).toEqual({ asked: 1, removed: 0 });
  expect(await world.row(userId)).toMatchObject({ values: { firstName: 'Bea' }, revision: 1 });
  expect(await auditMirror()).toEqual({ asked: 0, removed: 0 });
  const { auditDueAt, clerkReadAt } = await world.row(userId);
  expect(auditDueAt.getTime() - clerkReadAt!.getTime()).toBe(60 * 60_000);
});

it('an audit reads the longest overdue row first, and keeps to its budget', async () => {
  const [young, old] = [await drifted(), await drifted()];
  await due(young, new Date(2));
  await due(old, new Date(1));
  expect(await auditMirror(1)).toEqual({ asked: 1, removed: 0 });
  expect([(await world.row(young)).revision, (await world.row(old)).revision]).toEqual([0, 1]);
});

it('an audit finds out that Clerk is back, even if nobody else calls it', async () => {
  const userId = await drifted();
  world.clerk.faults.set({ status: 503 });
  while (isClerkUp()) await getClerkUser(userId);
  world.clerk.faults.reset();
  while (!isClerkUp()) {
    await due(userId);
    await auditMirror();
  }
  expect(await world.row(userId)).toMatchObject({ values: { firstName: 'Bea' } });
});

it('however many audits run, each row is read once', async () => {
  for (let i = 0; i < 6; i += 1) await due(await drifted());
  const requests = world.clerk.requests().length;
  const asked = await Promise.all([auditMirror(), auditMirror(), auditMirror()]);
  expect(asked.reduce((sum, one) => sum + one.asked, 0)).toBe(6);
  expect(world.clerk.requests().length - requests).toBe(6);
});

it('an audit is due again after 30 s if an in-flight write may still land', async () => {
  const userId = await world.known();
  await world.db().profile.update({
    where: { userId },
    data: { inFlightWrites: [{ patch: { firstName: 'Old' }, at: Date.now() }], auditDueAt: new Date(0) },
  });
  await auditMirror();
  const { auditDueAt, clerkReadAt } = await world.row(userId);
  expect(auditDueAt.getTime() - clerkReadAt!.getTime()).toBe(30_000);
});

it('an audit ends its slice while Clerk is down, and returns to the row later', async () => {
  const userId = await drifted();
  await due(userId);
  await due(await drifted());
  world.clerk.faults.set({ status: 503 });
  expect(await auditMirror()).toEqual({ asked: 1, removed: 0 });
  expect(await world.db().profile.count({ where: { revision: 0 } })).toBe(2);
});

it('an audit removes a user whom Clerk no longer knows', async () => {
  const [gone, here] = [await world.known(), await world.known()];
  await world.clerk.deleteUser(gone);
  await due(gone);
  await due(here);
  expect(await auditMirror()).toEqual({ asked: 2, removed: 1 });
  expect(await world.db().profile.findMany()).toEqual([expect.objectContaining({ userId: here })]);
});

it('an audit removes nobody if Clerk knows none of its slice: the keys may be wrong', async () => {
  const users = [await world.known(), await world.known()];
  for (const userId of users) {
    await world.clerk.deleteUser(userId);
    await due(userId);
  }
  expect(await auditMirror()).toEqual({ asked: 2, removed: 0 });
  expect(await world.db().profile.count()).toBe(2);
});

it('the webhook ledger is pruned after a week', async () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3600_000);
  await world.db().webhookEvent.createMany({
    data: [
      { id: 'old', receivedAt: daysAgo(8) },
      { id: 'young', receivedAt: daysAgo(6) },
    ],
  });
  expect(await pruneWebhookLedger()).toBe(1);
  expect(await world.db().webhookEvent.findMany()).toEqual([expect.objectContaining({ id: 'young' })]);
});
