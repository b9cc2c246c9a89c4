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

const knownPeople = async (count: number) => {
  const people: string[] = [];
  while (people.length < count) people.push(await world.known());
  return people;
};
/** The requests to Clerk since `from`: a list of users, or one user. */
const requestsSince = (from: number) => world.clerk.requests().slice(from);

it('an audit finds what no webhook brought, and is due again an hour later', async () => {
  const userId = await drifted();
  await due(userId);
  expect(await auditMirror()).toMatchObject({ compared: 1, read: 1, removed: 0 });
  expect(await world.row(userId)).toMatchObject({ values: { firstName: 'Bea' }, revision: 1 });
  expect(await auditMirror()).toMatchObject({ compared: 0 });
  const { auditDueAt, clerkReadAt } = await world.row(userId);
  expect(auditDueAt.getTime() - clerkReadAt!.getTime()).toBe(60 * 60_000);
});

it('an audit compares a hundred people in one request, and reads only those who differ', async () => {
  const people = await knownPeople(103);
  const [changed] = people;
  await world.clerk.editUser(changed!, { first_name: 'Bea' });
  await world.db().profile.updateMany({ data: { auditDueAt: new Date(0) } });
  const from = world.clerk.requests().length;
  expect(await auditMirror()).toMatchObject({ compared: 103, read: 1 });
  const paths = requestsSince(from).map(({ path }) => path);
  expect(paths.filter((path) => path === '/v1/users')).toHaveLength(2);
  expect(paths.filter((path) => path !== '/v1/users')).toEqual([`/v1/users/${changed}`]);
  const { auditDueAt } = await world.row(people.at(-1)!);
  expect(auditDueAt.getTime()).toBeGreaterThan(Date.now() + 59 * 60_000);
});

it('an audit compares the longest overdue first, keeps to its budget, and says how far it is behind', async () => {
  await knownPeople(100);
  await world.db().profile.updateMany({ data: { auditDueAt: new Date(Date.now() - 60_000) } });
  const late = await drifted();
  await due(late, new Date(Date.now() - 50_000));
  const { compared, read, overdueMs } = await auditMirror(1);
  expect({ compared, read }).toEqual({ compared: 100, read: 0 });
  expect(overdueMs).toBeGreaterThanOrEqual(60_000);
  expect(await auditMirror(1)).toMatchObject({ compared: 1, read: 1 });
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

it('however many audits run, each row is compared once', async () => {
  for (let i = 0; i < 6; i += 1) await due(await drifted());
  const from = world.clerk.requests().length;
  const all = await Promise.all([auditMirror(), auditMirror(), auditMirror()]);
  expect(all.reduce((sum, { compared }) => sum + compared, 0)).toBe(6);
  expect(requestsSince(from).filter(({ path }) => path !== '/v1/users')).toHaveLength(6);
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
  expect(await auditMirror()).toMatchObject({ compared: 0, removed: 0 });
  expect(await world.db().profile.count({ where: { revision: 0 } })).toBe(2);
});

it('an audit removes a user whom Clerk no longer knows', async () => {
  const [gone, here] = [await world.known(), await world.known()];
  await world.clerk.deleteUser(gone);
  await due(gone);
  await due(here);
  expect(await auditMirror()).toMatchObject({ compared: 2, removed: 1 });
  expect(await world.db().profile.findMany()).toEqual([expect.objectContaining({ userId: here })]);
});

it('an audit removes nobody if Clerk knows none of its slice: the keys may be wrong', async () => {
  const users = [await world.known(), await world.known()];
  for (const userId of users) {
    await world.clerk.deleteUser(userId);
    await due(userId);
  }
  expect(await auditMirror()).toMatchObject({ compared: 2, removed: 0 });
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
