import type { LocalClerk } from '@/local/clerk/start';
import { aClerk, aUser, failureOf, sdk } from '../support';

const users = (clerk: LocalClerk, many: number) => Promise.all(Array.from({ length: many }, () => aUser(clerk)));
const idsOf = (found: { id: string }[]) => found.map(({ id }) => id);
/** Asks the local Clerk for a list without the SDK, which cannot ask for everything. */
const ask = async ({ apiUrl, secretKey }: LocalClerk, path: string) => {
  const answer = await fetch(apiUrl + path, { headers: { authorization: `Bearer ${secretKey}` } });
  return { status: answer.status, body: (await answer.json()) as unknown };
};

describe('the list of users of the local Clerk', () => {
  it('Clerk’s SDK lists the users with the given ids, leaves unknown ids out, and counts them', async () => {
    const clerk = await aClerk();
    const [ann, bea] = await users(clerk, 3);
    const userId = [ann!.id, 'user_nobody', bea!.id, ann!.id];
    const { data, totalCount } = await sdk(clerk).users.getUserList({ userId });
    expect(idsOf(data).sort()).toEqual([ann!.id, bea!.id].sort());
    expect(totalCount).toBe(2);
  });

  it('a user is the same JSON in a list as alone', async () => {
    const clerk = await aClerk();
    const { id } = await aUser(clerk);
    await sdk(clerk).users.updateUserMetadata(id, { privateMetadata: { secret: true } });
    const alone = await ask(clerk, `/v1/users/${id}`);
    expect(await ask(clerk, `/v1/users?user_id=${id}`)).toEqual({ status: 200, body: [alone.body] });
  });

  it('Clerk’s SDK asks twice for one list: once for the users, once for their count', async () => {
    const clerk = await aClerk();
    const { id } = await aUser(clerk);
    await sdk(clerk).users.getUserList({ userId: [id], limit: 1 });
    const asked = clerk.requests().map(({ path, query }) => `${path}?${query}`);
    expect(asked.sort()).toEqual([`/v1/users/count?user_id=${id}`, `/v1/users?user_id=${id}&limit=1`]);
  });

  it('an id with a minus is left out of the list, one with a plus is in it', async () => {
    const clerk = await aClerk();
    const [ann, bea] = await users(clerk, 2);
    const list = async (...userId: string[]) => idsOf((await sdk(clerk).users.getUserList({ userId })).data);
    expect(await list(`-${ann!.id}`)).toEqual([bea!.id]);
    expect(await list(`+${ann!.id}`)).toEqual([ann!.id]);
  });

  it('a hundred ids are allowed in a list and its count, and one more is refused', async () => {
    const clerk = await aClerk();
    const { id } = await aUser(clerk);
    const ids = [id, ...Array.from({ length: 99 }, (_, n) => `user_${n}`)];
    const { data, totalCount } = await sdk(clerk).users.getUserList({ userId: ids });
    expect({ listed: idsOf(data), totalCount }).toEqual({ listed: [id], totalCount: 1 });
    const tooMany = { userId: [...ids, 'user_99'] };
    const refusal = { status: 422, code: 'form_param_array_size_exceeded', param: 'user_id' };
    expect(await failureOf(sdk(clerk).users.getUserList(tooMany))).toMatchObject(refusal);
    expect(await failureOf(sdk(clerk).users.getCount(tooMany))).toMatchObject(refusal);
  });

  it('a list has ten users unless it is asked for 1 to 500, and goes on from its offset', async () => {
    const clerk = await aClerk();
    await users(clerk, 12);
    const list = async (page: object) => idsOf((await sdk(clerk).users.getUserList(page)).data);
    const all = await list({ limit: 500 });
    expect(all).toHaveLength(12);
    expect(await list({})).toEqual(all.slice(0, 10));
    expect(await list({ limit: 501 })).toEqual(all.slice(0, 10));
    expect(await list({ limit: 3, offset: 10 })).toEqual(all.slice(10));
  });

  it('a list has the order that it is asked for, and the newest user first otherwise', async () => {
    const clerk = await aClerk();
    const named = [];
    for (const firstName of ['Bea', 'Ann', undefined]) {
      named.push(await aUser(clerk, { ...(firstName && { firstName }) }));
      const made = Date.now();
      while (Date.now() === made); // the next one is younger by its time, which counts milliseconds
    }
    const [bea, ann, nobody] = idsOf(named);
    const list = async (order?: object) => idsOf((await sdk(clerk).users.getUserList(order)).data);
    expect(await list()).toEqual([nobody, ann, bea]);
    expect(await list({ orderBy: 'created_at' })).toEqual([bea, ann, nobody]);
    expect(await list({ orderBy: '+first_name' })).toEqual([ann, bea, nobody]);
    expect(await list({ orderBy: '-first_name' })).toEqual([nobody, bea, ann]);
    expect(await failureOf(list({ orderBy: 'shoe_size' }))).toMatchObject({ status: 422, param: 'order_by' });
  });

  it('a filter that the local Clerk does not implement is answered 501, and never lists everybody', async () => {
    const clerk = await aClerk();
    await aUser(clerk);
    expect(await failureOf(sdk(clerk).users.getUserList({ query: 'Ann' }))).toMatchObject({ status: 501 });
  });

  it('a fault about one user fails the lists with them, and no other', async () => {
    const clerk = await aClerk();
    const [troubled, quiet] = idsOf(await users(clerk, 2));
    clerk.faults.set({ status: 503, about: troubled! });
    const list = (...userId: string[]) => sdk(clerk).users.getUserList({ userId });
    expect(await failureOf(list(quiet!, troubled!))).toMatchObject({ status: 503 });
    expect(idsOf((await list(quiet!)).data)).toEqual([quiet]);
  });
});
