import { isClerkUp } from '@/lib/clerk/circuit';
import { clerk } from '@/lib/clerk/client';
import {
  getClerkUser,
  listClerkUsers,
  MAX_LISTED,
  WRITE_DEADLINE_MS,
  writeClerkAttributes,
  writeClerkMetadata,
} from '@/lib/clerk/users';
import { aClerkUser, aUserIn } from '../../support/builders';
import { startWorld, type World } from '../../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld({ settings: { usernames: true } });
});
afterEach(() => world.clearFaults());
afterAll(() => world.stop());

const newUsers = (many: number) =>
  Promise.all(Array.from({ length: many }, (_, n) => world.newUser({ firstName: `Ann ${n}`, lastName: 'Lee' })));
const list = async (ids: readonly string[]) => {
  const answer = await listClerkUsers(ids);
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
};
/** Returns the requests of Clerk that `action` made. */
async function requestsOf(action: () => Promise<unknown>) {
  const before = world.clerk.requests().length;
  await action();
  return world.clerk.requests().slice(before);
}

it('a hundred users are read from Clerk in one request, each as it is read alone', async () => {
  const ids = await newUsers(MAX_LISTED);
  let listed: Awaited<ReturnType<typeof list>> = [];
  const requests = await requestsOf(async () => (listed = await list(ids)));
  expect(requests).toMatchObject([{ method: 'GET', path: '/v1/users', status: 200 }]);
  expect(listed.map(({ id }) => id).sort()).toEqual([...ids].sort());
  const last = ids.at(-1)!;
  expect(await getClerkUser(last)).toEqual({ ok: true, value: listed.find(({ id }) => id === last) });
});

it('a list of users leaves out whom Clerk does not have', async () => {
  const [ann] = await newUsers(1);
  expect(await list([ann!, 'user_nobody'])).toMatchObject([{ id: ann, firstName: 'Ann 0' }]);
});

it('a list of nobody is empty, and asks Clerk nothing', async () => {
  await newUsers(1);
  expect(await requestsOf(async () => expect(await list([])).toEqual([]))).toEqual([]);
});

it('a list of more users than Clerk allows is refused, and names the parameter', async () => {
  const ids = Array.from({ length: MAX_LISTED + 1 }, (_, n) => `user_${n}`);
  const failure = { kind: 'refused', status: 422, param: 'user_id' };
  expect(await listClerkUsers(ids)).toMatchObject({ ok: false, failure });
});

it('a list that Clerk does not answer in time fails, with an unknown outcome', async () => {
  const [ann] = await newUsers(1);
  world.clerk.faults.set({ hang: true });
  const message = `No answer from Clerk within ${WRITE_DEADLINE_MS} ms`;
  expect(await listClerkUsers([ann!])).toMatchObject({ ok: false, failure: { kind: 'transient', message } });
});

it('five lists in a row that Clerk limits mean that the instance’s limit is used up', async () => {
  const ids = await newUsers(2);
  world.clerk.faults.set({ status: 429, retryAfter: 7 });
  const limited = { ok: false, failure: { kind: 'transient', limited: true, unknown: false, retryAfterMs: 7_000 } };
  for (let times = 0; times < 5; times += 1) {
    expect(isClerkUp()).toBe(true);
    expect(await listClerkUsers(ids)).toMatchObject(limited);
  }
  expect(isClerkUp()).toBe(false);
  expect(await requestsOf(() => listClerkUsers(ids))).toEqual([]);
});

it('a user that is built for a test has what a user read from Clerk has', async () => {
  const [ann] = await newUsers(1);
  const answer = await getClerkUser(ann!);
  expect(answer.ok && Object.keys(answer.value).sort()).toEqual(Object.keys(aClerkUser()).sort());
});

it('user name, picture and unsafe metadata are read, and a picture that Clerk drew is none', async () => {
  const { id } = await aUserIn(world.clerk, { username: 'Ann_Lee', unsafeMetadata: { theme: 'dark' } });
  const read = async () => getClerkUser(id);
  const value = { username: 'ann_lee', unsafeMetadata: { theme: 'dark' }, imageUrl: null };
  expect(await read()).toMatchObject({ ok: true, value });
  await clerk().users.updateUserProfileImage(id, { file: new Blob(['picture'], { type: 'image/png' }) });
  expect(await read()).toMatchObject({ value: { imageUrl: expect.stringContaining(`/images/${id}`) } });
});

it('a user name is set and, by an empty text, cleared; one that is taken is refused by its parameter', async () => {
  const [ann, bea] = await newUsers(2);
  expect(await writeClerkAttributes(ann!, { username: 'One_Of_A_Kind' })).toMatchObject({
    value: { username: 'one_of_a_kind', firstName: 'Ann 0' },
  });
  expect(await writeClerkAttributes(bea!, { username: 'one_of_a_kind', firstName: 'Bea' })).toMatchObject({
    ok: false,
    failure: { kind: 'refused', status: 422, code: 'form_identifier_exists', param: 'username' },
  });
  expect(await getClerkUser(bea!)).toMatchObject({ value: { username: null, firstName: 'Ann 1' } });
  expect(await writeClerkAttributes(ann!, { username: '' })).toMatchObject({ value: { username: null } });
});

it('unsafe metadata is merged beside the public and the private, and null deletes a key', async () => {
  const [ann] = await newUsers(1);
  await writeClerkMetadata(ann!, { unsafeMetadata: { a: { b: 1, c: 2 } }, publicMetadata: { plan: 'pro' } });
  const answer = await writeClerkMetadata(ann!, { unsafeMetadata: { a: { b: null, d: true } } });
  expect(answer).toMatchObject({
    value: { unsafeMetadata: { a: { c: 2, d: true } }, publicMetadata: { plan: 'pro' } },
  });
});
