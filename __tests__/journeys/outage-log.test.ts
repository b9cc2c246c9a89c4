import { GET } from '@/app/api/health/route';
import { log } from '@/lib/log';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { startDueLoop } from '@/lib/profile/background/due-loop';
import { until } from '../support/until';
import { startWorld, type World } from '../support/world';

const READS = 24;
const SAVES = 5;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** Returns a list that each line logged from now on is added to, as text. */
const listen = () => {
  const lines: string[] = [];
  for (const level of ['info', 'warn', 'error'] as const)
    jest
      .spyOn(log, level)
      .mockImplementation(
        ((details: object, message: string) =>
          void lines.push(
            `${level} ${message} ${'err' in details ? '+ error' : JSON.stringify(details)}`,
          )) as typeof log.info,
      );
  return lines;
};

it('an outage of Postgres is logged once when it begins, and once with its counts when it ends', async () => {
  const userId = await world.known();
  const loop = startDueLoop();
  const lines = listen();
  await world.postgres.cut();
  for (let times = 0; times < READS; times += 1)
    expect(await getProfile(userId)).toMatchObject({ ok: true, value: { source: 'clerk' } });
  for (let times = 0; times < SAVES; times += 1)
    expect(await world.save(userId, { firstName: `Bea ${times}` })).toMatchObject({
      ok: true,
      value: { source: 'clerk' },
    });
  await until(async () => (await GET()).status !== 200);
  const began =
    'error Postgres is unreachable: saves go to Clerk, and profiles are read there, until it answers again + error';
  const lost = 'warn the listening connection to Postgres is lost, will connect again + error';
  expect(lines.sort()).toEqual([began, lost]);

  await world.restorePostgres();
  await until(async () => {
    await getProfile(userId);
    return lines.some((line) => line.includes('Postgres answers again'));
  });
  await loop.stop();
  const over = expect.stringMatching(
    /^warn Postgres answers again \{"forMs":\d+,"reads":(2[4-9]|[3-9]\d),"saves":5\}$/,
  );
  expect(lines.filter((line) => !line.includes('listening'))).toEqual([began, over]);
});
