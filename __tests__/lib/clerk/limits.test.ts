import { isClerkUp } from '@/lib/clerk/circuit';
import { getClerkUser, writeClerkAttributes } from '@/lib/clerk/users';
import { startWorld, type World } from '../../support/world';

const MANY = 20;

let world: World;
beforeAll(async () => {
  world = await startWorld({ limits: { perUser: 10, perInstance: 1_000 } });
});
afterEach(() => world.clearFaults());
afterAll(() => world.stop());

const limited = { ok: false, failure: { kind: 'transient', unknown: false, retryAfterMs: expect.any(Number) } };
const newUsers = (many: number) => Promise.all(Array.from({ length: many }, () => world.newUser({ firstName: 'Ann' })));

it('a person who exceeds their own limit in Clerk is limited alone', async () => {
  const [noisy, quiet] = await newUsers(2);
  const answers = await Promise.all(
    Array.from({ length: MANY }, (_, n) => writeClerkAttributes(noisy!, { firstName: `Bea ${n}` })),
  );
  expect(answers.filter(({ ok }) => !ok)).toMatchObject(Array.from({ length: MANY - 10 }, () => limited));
  expect(isClerkUp()).toBe(true);
  expect(await writeClerkAttributes(quiet!, { firstName: 'Cid' })).toMatchObject({ ok: true });
});

it('a Clerk that answers everybody 429, as in its outage of 19 February 2026, counts as down', async () => {
  const people = await newUsers(5);
  world.clerk.faults.set({ status: 429 });
  for (const userId of people) expect(await getClerkUser(userId)).toMatchObject(limited);
  expect(isClerkUp()).toBe(false);
});

it('429s for five people mean that the instance’s limit is used up: calls are held back', async () => {
  const people = await newUsers(5);
  world.clerk.faults.set({ status: 429 });
  for (let times = 0; times < 3; times += 1) for (const userId of people.slice(0, 4)) await getClerkUser(userId);
  expect(isClerkUp()).toBe(true); // four people: it can be their own
  await getClerkUser(people[4]!);
  expect(isClerkUp()).toBe(false);
});

it('the 429s of one person do not count together with the failures of others', async () => {
  const [noisy, other] = await newUsers(2);
  world.clerk.faults.set({ status: 503 });
  for (let times = 0; times < 4; times += 1) await getClerkUser(other!);
  world.clerk.faults.set({ status: 429 });
  for (let times = 0; times < MANY; times += 1) expect(await getClerkUser(noisy!)).toMatchObject(limited);
  expect(isClerkUp()).toBe(true);
  world.clerk.faults.set({ status: 503 });
  await getClerkUser(other!);
  expect(isClerkUp()).toBe(false);
});
