import { GET } from '@/app/api/health/route';
import { startWorld, type World } from '../../support/world';

const MANY = 1_500;
/** how many of the checks reached Postgres */
let asked = 0;
/** connections that a network has forgotten: nothing passes on them any more, and nobody is told */
const forgotten = new WeakSet<object>();
const pinging = new Set<object>();
let world: World;
beforeAll(async () => {
  world = await startWorld({
    watch: ({ text, from, connection }) => {
      if (from === 'app' && text.includes('SELECT 1')) {
        asked += 1;
        pinging.add(connection);
      }
      return !forgotten.has(connection);
    },
  });
});
afterAll(() => world.stop());

const all = async () => (await Promise.all(Array.from({ length: MANY }, GET))).map(({ status }) => status);

it('1,500 health checks at once ping Postgres once, and all are answered 200', async () => {
  await GET();
  asked = 0;
  expect(new Set(await all())).toEqual(new Set([200]));
  expect(asked).toBeLessThanOrEqual(1);
});

it('every health check during an outage is answered 503, and the first one after it 200', async () => {
  await world.postgres.cut();
  while ((await GET()).status === 200);
  expect(new Set(await all())).toEqual(new Set([503]));
  expect(await (await GET()).json()).toEqual({ status: 'Postgres does not answer' });
  await world.postgres.restore();
  while ((await GET()).status !== 200);
});

it('every health check while Postgres hangs is answered 503', async () => {
  world.postgres.hang();
  while ((await GET()).status === 200);
  expect(new Set(await all())).toEqual(new Set([503]));
  await world.postgres.restore();
  while ((await GET()).status !== 200);
});

it('a health check whose connection the network has forgotten opens another, and answers 200', async () => {
  await GET();
  pinging.forEach((connection) => forgotten.add(connection));
  const known = pinging.size;
  const answers: number[] = [];
  while (pinging.size === known) answers.push((await GET()).status); // until the answer of before is no longer good
  expect(new Set(answers)).toEqual(new Set([200]));
});
