import { randomUUID } from 'node:crypto';
import { readProfile } from '@/lib/db/queries/read-profile';
import { readMirror } from '@/lib/profile/core/mirror-row';
import { changeMirror, type Decision } from '@/lib/profile/reconcile/change-mirror';
import type { Mirror } from '@/lib/profile/core/mirror';
import { startWorld, type World } from '../../../support/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const countUp = (mirror: Mirror): Decision<number> => ({
  result: mirror.attempts + 1,
  mirror: { ...mirror, attempts: mirror.attempts + 1 },
});
const known = async (userId: string) => {
  const { row, rowVersion } = (await readProfile(userId))!;
  return { mirror: readMirror(row), rowVersion };
};

it('a change of a user without a row decides nothing', async () => {
  const decide = jest.fn(countUp);
  expect(await changeMirror('user_nobody', decide)).toBeNull();
  expect(decide).not.toHaveBeenCalled();
});

it('a change is decided once more, from the row as it is, where somebody else has written it', async () => {
  const userId = await world.known();
  const before = await known(userId);
  await changeMirror(userId, countUp);
  const decide = jest.fn(countUp);
  expect(await changeMirror(userId, decide, { known: before })).toMatchObject({ result: 2, mirror: { attempts: 2 } });
  expect(decide).toHaveBeenCalledTimes(2);
  expect((await world.row(userId)).attempts).toBe(2);
});

it('changes of one row at once are all made', async () => {
  const userId = await world.known();
  const results = await Promise.all(Array.from({ length: 8 }, () => changeMirror(userId, countUp)));
  expect(results.map((changed) => changed?.result).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect((await world.row(userId)).attempts).toBe(8);
});

it('a decision that changes nothing writes nothing, not even its history', async () => {
  const userId = await world.known();
  const before = await known(userId);
  const history = [{ userId, revision: 0, source: 'clerk' as const, changes: {} }];
  await changeMirror(userId, (mirror) => ({ result: null, mirror: { ...mirror }, history }));
  expect((await known(userId)).rowVersion).toBe(before.rowVersion);
  expect(await world.db().profileChange.count({ where: { userId } })).toBe(0);
});

it('history is written with its change, once', async () => {
  const userId = await world.known();
  const before = await known(userId);
  await changeMirror(userId, countUp);
  const saveId = randomUUID();
  const history = [{ userId, revision: 1, saveId, source: 'device' as const, changes: {} }];
  await changeMirror(userId, (mirror) => ({ ...countUp(mirror), history }), { known: before });
  expect(await world.db().profileChange.count({ where: { userId, saveId } })).toBe(1);
});
