import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { listen } from '@/lib/db/listen';
import type { ChangeWrite } from '@/lib/db/queries/profile-write';
import { readProfile } from '@/lib/db/queries/read-profile';
import {
  createProfile,
  createProfiles,
  removeProfile,
  removeProfileForGood,
  writeProfile,
} from '@/lib/db/queries/write-profile';
import { startWorld, type World } from '../../support/world';

const CHANNEL = 'perdure_test';
const ann = { values: { firstName: 'Ann' }, base: { firstName: 'Ann' } };
const bea = { values: { firstName: 'Bea' }, revision: 1 };

/** What was notified until now, by the payloads. */
const heard: string[] = [];
let world: World;
let listening: ReturnType<typeof listen>;
beforeAll(async () => {
  world = await startWorld();
  const connected = new EventEmitter();
  const isConnected = once(connected, 'now');
  listening = listen(CHANNEL, {
    onNotify: (payload) => void heard.push(payload),
    onConnect: () => void connected.emit('now'),
  });
  await isConnected;
});
afterAll(async () => {
  await listening.stop();
  await world.stop();
});

const newId = () => `user_${randomUUID()}`;
async function create(): Promise<{ userId: string; rowVersion: string }> {
  const userId = newId();
  await createProfile(userId, ann, []);
  return { userId, rowVersion: (await readProfile(userId))!.rowVersion };
}
const saveBy = (userId: string, saveId = randomUUID()): ChangeWrite => ({
  userId,
  revision: 1,
  saveId,
  source: 'device',
  changes: { firstName: { from: 'Ann', to: 'Bea' } },
});
const historyOf = (userId: string) => world.db().profileChange.findMany({ where: { userId } });
/** Returns what was notified before this, of all that was committed before this. */
async function notified(): Promise<string[]> {
  const last = randomUUID();
  await removeProfile((await create()).userId, { channel: CHANNEL, payload: last });
  while (!heard.includes(last)) await new Promise((resolve) => setImmediate(resolve));
  return heard.splice(0).filter((payload) => payload !== last);
}

it('a row is written with its history and its notification, and has another version then', async () => {
  const { userId, rowVersion } = await create();
  const save = saveBy(userId);
  const written = await writeProfile(userId, rowVersion, bea, {
    history: [save],
    notification: { channel: CHANNEL, payload: 'news' },
  });
  const { row, rowVersion: now, saved } = (await readProfile(userId, save.saveId))!;
  expect([written, written === rowVersion]).toEqual([now, false]);
  expect(row).toMatchObject({ ...ann, ...bea });
  expect(saved).toEqual({ changes: save.changes });
  expect(await notified()).toEqual(['news']);
});

it('a row that somebody else has written is not written, nor is its history, and nobody is notified', async () => {
  const { userId, rowVersion } = await create();
  expect(await writeProfile(userId, rowVersion, { revision: 7 })).not.toBeNull();
  const late = { history: [saveBy(userId)], notification: { channel: CHANNEL, payload: 'news' } };
  expect(await writeProfile(userId, rowVersion, bea, late)).toBeNull();
  expect(await world.row(userId)).toMatchObject({ ...ann, revision: 7 });
  expect(await historyOf(userId)).toEqual([]);
  expect(await notified()).toEqual([]);
});

it('of many writes of one version of a row at once one is made', async () => {
  const { userId, rowVersion } = await create();
  const revisions = [1, 2, 3, 4, 5, 6, 7, 8];
  const written = await Promise.all(revisions.map((revision) => writeProfile(userId, rowVersion, { revision })));
  const [made, ...more] = revisions.filter((_, i) => written[i] !== null);
  expect(more).toEqual([]);
  expect(await world.row(userId)).toMatchObject({ revision: made });
});

it('a row that is gone is not written', async () => {
  const { userId, rowVersion } = await create();
  await removeProfile(userId, null);
  expect(await writeProfile(userId, rowVersion, bea, { history: [saveBy(userId)] })).toBeNull();
  expect(await readProfile(userId)).toBeNull();
});

it('a save that is in history already stays as it is, and the rest of its write is made', async () => {
  const { userId, rowVersion } = await create();
  const save = saveBy(userId);
  const next = await writeProfile(userId, rowVersion, bea, { history: [save] });
  const again = [
    { ...save, changes: {} },
    { ...saveBy(userId), saveId: undefined, source: 'clerk' as const },
  ];
  expect(await writeProfile(userId, next!, { revision: 2 }, { history: again })).not.toBeNull();
  expect((await readProfile(userId, save.saveId))!.saved).toEqual({ changes: save.changes });
  expect(await historyOf(userId)).toHaveLength(2);
});

it('null empties a column, and what is not given keeps its value', async () => {
  const { userId, rowVersion } = await create();
  const states = { firstName: 'pending' };
  const next = await writeProfile(userId, rowVersion, { states, dueAt: new Date(7), fencingToken: 'ours' });
  expect(await world.row(userId)).toMatchObject({ ...ann, states, dueAt: new Date(7), fencingToken: 'ours' });
  await writeProfile(userId, next!, { states: null, dueAt: null, fencingToken: null });
  expect(await world.row(userId)).toMatchObject({ ...ann, states: null, dueAt: null, fencingToken: null });
});

it('a row is created once: the first stays', async () => {
  const { userId } = await create();
  await createProfile(userId, { ...ann, ...bea }, [saveBy(userId)]);
  expect(await world.row(userId)).toMatchObject(ann);
  expect(await historyOf(userId)).toEqual([]);
});

it('many rows are created at once, each with its own history: those that are there or deleted stay so', async () => {
  const [there, deleted] = [(await create()).userId, newId()];
  await removeProfileForGood(deleted, `msg_${randomUUID()}`, null);
  const fresh = [newId(), newId()];
  const people = [there, fresh[0]!, deleted, fresh[1]!].map((userId) => ({
    userId,
    columns: { values: { firstName: userId }, base: ann.base, dueAt: null },
    history: [saveBy(userId), saveBy(userId)],
  }));
  expect(await createProfiles(people)).toBe(2);
  for (const userId of fresh) {
    expect(await world.row(userId)).toMatchObject({ values: { firstName: userId }, dueAt: null });
    expect(await historyOf(userId)).toHaveLength(2);
  }
  expect(await world.row(there)).toMatchObject(ann);
  expect([await historyOf(there), await readProfile(deleted)]).toEqual([[], null]);
  expect(await createProfiles([])).toBe(0);
});

it('processes that create the same rows at once, in any order, do not wait for each other for ever', async () => {
  const ids = Array.from({ length: 30 }, newId);
  const people = ids.map((userId) => ({ userId, columns: ann, history: [] }));
  const orders = [people, people.toReversed(), people.slice(10), people.slice(0, 20).reverse()];
  const created = await Promise.all(orders.map((order) => createProfiles(order)));
  expect(created.reduce((sum, count) => sum + count)).toBe(ids.length);
});

it('a row is removed with its history, and can be created again unless the account was deleted', async () => {
  const { userId } = await create();
  const { rowVersion } = (await readProfile(userId))!;
  await writeProfile(userId, rowVersion, bea, { history: [saveBy(userId)] });
  await removeProfile(userId, { channel: CHANNEL, payload: 'gone' });
  expect([await readProfile(userId), await historyOf(userId)]).toEqual([null, []]);
  await createProfile(userId, ann, []);
  expect(await world.row(userId)).toMatchObject(ann);
  await removeProfileForGood(userId, `msg_${randomUUID()}`, { channel: CHANNEL, payload: 'gone for good' });
  await createProfile(userId, ann, []);
  expect(await readProfile(userId)).toBeNull();
  expect(await notified()).toEqual(['gone', 'gone for good']);
});
