import { colorOf } from '@/lib/profile/model/colors/palette';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { countRequest, requestsPer10s } from '@/lib/clerk/rate-limit';
import { MAX_LISTED } from '@/lib/clerk/users';
import { removeProfileForGood } from '@/lib/db/queries/write-profile';
import { log } from '@/lib/log';
import { fields } from '@/lib/profile/fields';
import { publicFieldNames } from '@/lib/profile/model/public-profile';
import { fieldNames } from '@/lib/profile/model/values';
import { reconcile } from '@/lib/profile/reconcile/reconcile';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { getProfiles, MOST_PEOPLE } from '@/lib/profile/verbs/people/get-profiles';
import { resetSingletons } from '@/lib/singleton';
import { watchStatements } from '../support/postgres/statements';
import { until } from '../support/until';
import { startWorld, type World } from '../support/world';

const { watch, take, takeAnswers } = watchStatements();
let world: World;
beforeAll(async () => {
  world = await startWorld({ watch });
  await known(1); // the first call connects to Postgres and loads Clerk's SDK, which can take as long as a deadline
});
beforeEach(() => resetSingletons('clerk-requests')); // Clerk's limit is for 10 s, and these tests take less
afterEach(() => world.clearFaults());
afterAll(() => world.stop());

const SECRET = 'nobody-else-may-read-this';
let made = 0;
/** Returns the ids of new users of Clerk, who have no row; each has a first name of their own, and secrets. */
const strangers = async (count: number): Promise<string[]> => {
  const ids: string[] = [];
  while (ids.length < count) {
    const privateMetadata = { secret: SECRET, note: `${SECRET} either` };
    const unsafeMetadata = { draft: SECRET };
    const firstName = nameOf((made += 1));
    ids.push(await world.newUser({ firstName, lastName: 'Lee', privateMetadata, unsafeMetadata }));
  }
  return ids;
};
const nameOf = (n: number): string => `Ann${[...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('')}`;
/** Returns the ids of new users who have a row. */
const known = async (count: number): Promise<string[]> => {
  const ids = await strangers(count);
  await getProfiles(ids);
  return ids;
};
const firstNameInClerk = (id: string) => world.clerk.getUser(id)?.first_name;

/** What a piece of work asks of Postgres and of Clerk. */
async function asked<T>(work: () => Promise<T>) {
  const from = world.clerk.requests().length;
  take();
  const answer = await work();
  return { answer, statements: take(), requests: world.clerk.requests().slice(from) };
}
const read = async (id: string) => (await getProfiles([id])).get(id);

describe('fifty people on a page', () => {
  it('people without a row are one list of Clerk, kept in one statement, and afterwards one query', async () => {
    const ids = await strangers(50);
    const cold = await asked(() => getProfiles(ids));
    expect(cold.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(['GET /v1/users']);
    expect(cold.statements.filter((text) => text.includes('INSERT INTO "Profile"'))).toHaveLength(1);
    expect(cold.statements).toHaveLength(5); // one query; then BEGIN, the locks, the rows, COMMIT
    expect([...cold.answer.keys()]).toEqual(ids);
    for (const [id, { displayName }] of cold.answer) expect(displayName).toBe(`${firstNameInClerk(id)} Lee`);

    const warm = await asked(() => getProfiles(ids));
    expect(warm.requests).toEqual([]);
    expect(warm.statements).toHaveLength(1);
    expect(warm.answer).toEqual(cold.answer);
  });

  it('only those without a row are asked for where the others have one', async () => {
    const [old, fresh] = [await known(25), await strangers(25)];
    const { answer, requests } = await asked(() => getProfiles([...old, ...fresh]));
    expect(answer.size).toBe(50);
    expect(requests).toHaveLength(1);
    const ids = new URLSearchParams(requests[0]!.query).getAll('user_id');
    expect(ids.toSorted()).toEqual(fresh.toSorted());
  });

  it('more than a hundred are lists of a hundred, and more than five hundred are no page', async () => {
    const ids = await strangers(2 * MAX_LISTED + 1);
    const { answer, requests } = await asked(() => getProfiles(ids));
    expect(answer.size).toBe(ids.length);
    expect(requests).toHaveLength(3);
    const many = Array.from({ length: MOST_PEOPLE + 1 }, (_, n) => `user_${n}`);
    await expect(getProfiles(many)).rejects.toThrow(RangeError);
  });

  it('a page that asks for people who are being listed for another one joins that list', async () => {
    const ids = await strangers(5);
    const from = world.clerk.requests().length;
    const requests = () => world.clerk.requests().slice(from);
    world.clerk.faults.set({ slowMs: 300 });
    const first = getProfiles(ids);
    await until(() => requests().length > 0);
    expect((await getProfiles(ids.slice(2))).size).toBe(3);
    expect((await first).size).toBe(5);
    expect(requests()).toHaveLength(1);
  });
});

describe('what others may know', () => {
  it('no private value is in an answer, nor leaves Postgres', async () => {
    const ids = await known(3);
    const hidden = [...fieldNames.filter((name) => !publicFieldNames.includes(name)), 'ofAnotherVersion'];
    for (const id of ids) {
      const { base, values } = await world.row(id);
      const secrets = Object.fromEntries(hidden.map((name) => [name, SECRET]));
      const data = { base: { ...(base as object), ...secrets }, values: { ...(values as object), ...secrets } };
      await world.db().profile.update({ where: { userId: id }, data });
    }
    takeAnswers();
    const people = [...(await getProfiles([...ids, ...(await strangers(2))])).values()];
    expect(people).toHaveLength(5);
    for (const { values } of people) expect(publicFieldNames).toEqual(expect.arrayContaining(Object.keys(values)));
    expect(JSON.stringify(people)).not.toContain(SECRET);
    expect(takeAnswers()).not.toContain(SECRET);
  });

  it('the version changes with what is public, and with nothing else', async () => {
    const [id] = await known(1);
    const before = await read(id!);
    await world.clerk.editUser(id!, { private_metadata: { secret: 'another' } });
    await reconcile(id!, { readAfter: Infinity });
    expect(await read(id!)).toEqual(before);
    await world.clerk.editUser(id!, { first_name: 'Bea' });
    await reconcile(id!, { readAfter: Infinity });
    const after = await read(id!);
    expect(after?.displayName).toBe('Bea Lee');
    expect(after?.version).not.toBe(before?.version);
  });

  it('others see what Clerk holds: a saved value once it is there, and a refused one never', async () => {
    const userId = await world.known({ firstName: 'Ann', lastName: 'Lee' });
    await world.save(userId, { firstName: 'Bea', lastName: 'Poe' });
    expect((await read(userId))?.displayName).toBe('Ann Lee');
    world.clerk.faults.set({ refuseFields: ['last_name'] });
    await until(async () => (await reconcile(userId)).outcome !== 'leased' && (await world.row(userId)).dueAt === null);
    expect(await read(userId)).toMatchObject({ displayName: 'Bea Lee', values: { firstName: 'Bea', lastName: 'Lee' } });
  });

  it('a value that breaks its rule is left out, and nothing stands in its place', async () => {
    const id = await world.newUser({ firstName: '', lastName: 'Lee', publicMetadata: { avatarColor: ['no colour'] } });
    const person = await read(id);
    expect(person).toMatchObject({ displayName: 'Lee', values: { lastName: 'Lee' } });
    for (const name of ['firstName', 'avatarColor']) expect(person?.values).not.toHaveProperty(name);
  });

  it('a row from before a field was declared shows the others, and Clerk is read for it', async () => {
    const [id] = await known(1);
    const { avatarColor: _, ...base } = (await world.row(id!)).base as Record<string, string>;
    await world.db().profile.update({ where: { userId: id! }, data: { base } });
    expect((await read(id!))?.values).not.toHaveProperty('avatarColor');
    const { readDueAt } = await world.row(id!);
    expect(readDueAt).not.toBeNull();
    await read(id!);
    expect((await world.row(id!)).readDueAt).toEqual(readDueAt);
    await reconcile(id!, { readAfter: 0 });
    expect((await read(id!))?.values).toMatchObject({ avatarColor: colorOf(id!) });
  });
});

describe('rows from before a field was declared', () => {
  const withoutColor = async (ids: string[]) => {
    for (const id of ids) {
      const { avatarColor: _, ...base } = (await world.row(id)).base as Record<string, string>;
      await world.db().profile.update({ where: { userId: id }, data: { base } });
    }
    return ids;
  };
  const due = (ids: string[]) => world.db().profile.count({ where: { userId: { in: ids }, readDueAt: { not: null } } });

  it('Clerk is read for a few of them at a time, and the next pages have the others read', async () => {
    const ids = await withoutColor(await known(25));
    await getProfiles(ids);
    expect(await due(ids)).toBe(20);
    await getProfiles(ids);
    expect(await due(ids)).toBe(25);
  });

  it('Clerk is not read for them while half of its limit is used up', async () => {
    const ids = await withoutColor(await known(2));
    for (let n = 0; n < 0.6 * requestsPer10s(); n += 1) countRequest();
    expect((await getProfiles(ids)).size).toBe(2);
    expect(await due(ids)).toBe(0);
  });
});

describe('somebody who cannot be read', () => {
  it('a person with 8 KB of brackets in a field is shown without it, and the others are there', async () => {
    const avatarColor: unknown = JSON.parse('['.repeat(3_900) + ']'.repeat(3_900));
    const [ann, bea] = await strangers(2);
    const deep = await world.newUser({ firstName: 'Deep', publicMetadata: { avatarColor } });
    const people = await getProfiles([ann!, deep, bea!]);
    expect([...people.keys()]).toEqual([ann, deep, bea]);
    expect(people.get(deep)?.displayName).toBe('Deep');
    expect(people.get(deep)?.values).not.toHaveProperty('avatarColor');
  });

  it('somebody whose values no version can read is absent and logged once, and the others are there', async () => {
    const [ann, bea] = await strangers(2);
    const pronouns = 'cannot be read';
    const broken = await world.newUser({ firstName: 'Eve', publicMetadata: { pronouns } });
    const { codec } = fields.pronouns;
    const rule = z.string().check(({ value }) => {
      if (value === pronouns) throw new Error('a rule that throws');
    });
    Object.assign(fields.pronouns, { codec: z.codec(z.string(), rule, { decode: String, encode: String }) });
    const error = jest.spyOn(log, 'error').mockReturnValue(undefined);
    try {
      for (let page = 0; page < 2; page += 1)
        expect([...(await getProfiles([ann!, broken, bea!])).keys()]).toEqual([ann, bea]);
      expect(error.mock.calls).toEqual([[expect.objectContaining({ userId: broken }), expect.any(String)]]);
    } finally {
      Object.assign(fields.pronouns, { codec });
      error.mockRestore();
    }
  });
});

describe('somebody who is not known', () => {
  it('an id that Clerk does not list is asked for once, and one that is no id never', async () => {
    const unknown = `user_${randomUUID().replaceAll('-', '')}`;
    const [ann] = await known(1);
    const first = await asked(() => getProfiles([unknown, ann!]));
    expect([...first.answer.keys()]).toEqual([ann]);
    expect(first.requests).toHaveLength(1);
    const again = await asked(() => getProfiles([unknown, unknown, `-${ann}`, `+${ann}`, '', 'user_ %00', ann!]));
    expect([...again.answer.keys()]).toEqual([ann]);
    expect(again.requests).toEqual([]);
  });

  it('an account that was deleted is not kept again, even while Clerk’s list still has it', async () => {
    const [id] = await strangers(1);
    await removeProfileForGood(id!, `msg_${randomUUID()}`, null);
    expect((await getProfiles([id!])).size).toBe(0);
    expect(await world.db().profile.count({ where: { userId: id! } })).toBe(0);
  });

  it('whatever ids a page asks for, nobody’s values stand under the id of another', async () => {
    const [old, fresh, deleted] = [await known(6), await strangers(6), await strangers(2)];
    for (const id of deleted) await world.clerk.deleteUser(id);
    const nobody = ['user_nobody', '', `-${old[0]}`];
    const anyIds = fc.array(fc.constantFrom(...old, ...fresh, ...deleted, ...nobody), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(anyIds, fc.boolean(), async (ids, forget) => {
        resetSingletons('clerk-requests');
        if (forget) await world.db().profile.deleteMany({ where: { userId: { in: fresh } } });
        const people = await getProfiles(ids);
        const there = new Set(ids.filter((id) => old.includes(id) || fresh.includes(id)));
        expect(new Set(people.keys())).toEqual(there);
        for (const [id, person] of people) {
          expect(person.id).toBe(id);
          expect(person.values.firstName).toBe(firstNameInClerk(id));
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('while something is unreachable', () => {
  it('without Clerk those who are known are shown and the others are absent, until it is back', async () => {
    const [old, fresh] = [await known(2), await strangers(2)];
    world.clerk.faults.set({ down: true });
    expect([...(await getProfiles([...fresh, ...old])).keys()]).toEqual(old);
    world.clearFaults();
    expect((await getProfiles([...fresh, ...old])).size).toBe(4);
  });

  it('people whom Clerk lists too late are absent, and kept for the next page', async () => {
    const ids = await strangers(2);
    world.clerk.faults.set({ slowMs: 2_000 });
    expect((await getProfiles(ids)).size).toBe(0);
    await until(async () => (await world.db().profile.count({ where: { userId: { in: ids } } })) === 2);
    const { answer, requests } = await asked(() => getProfiles(ids));
    expect(answer.size).toBe(2);
    expect(requests).toEqual([]);
  });

  it('without Postgres people are shown as Clerk lists them, and nothing is kept', async () => {
    const ids = [...(await known(2)), ...(await strangers(2))];
    await world.postgres.cut();
    const { answer, requests } = await asked(() => getProfiles(ids));
    expect([...answer.keys()].toSorted()).toEqual(ids.toSorted());
    expect(requests).toHaveLength(1);
    world.clerk.faults.set({ down: true });
    expect((await getProfiles(ids)).size).toBe(0);
    await world.restorePostgres();
  });

  it('half of Clerk’s limit is left to saves: beyond it, people without a row are absent', async () => {
    const [old, fresh] = [await known(1), await strangers(1)];
    for (let n = 0; n < 0.6 * requestsPer10s(); n += 1) countRequest();
    const { answer, requests } = await asked(() => getProfiles([...old, ...fresh]));
    expect([...answer.keys()]).toEqual(old);
    expect(requests).toEqual([]);
  });
});

it('a row that others made is no read for its owner: Clerk is read at their first visit', async () => {
  const id = await world.newUser({ firstName: 'Ann' });
  await getProfiles([id]);
  await world.clerk.editUser(id, { first_name: 'Bea' }); // and no webhook arrives
  const profile = await getProfile(id);
  expect(profile.ok && profile.value).toMatchObject({ source: 'checked', values: { firstName: 'Bea' } });
});
