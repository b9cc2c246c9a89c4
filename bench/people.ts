// Measures a page that shows 50 people: queries, calls of Clerk and time, beside one call of Clerk's list of the same.
// Run: npm run bench:people; builds a copy of the repository that has that page. `--keep` keeps the copy for next time.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openDevice } from '../__tests__/e2e/support/device';
import { freePort, startApp, startStack } from '../__tests__/e2e/support/stack';
import { watchStatements } from '../__tests__/support/postgres/statements';
import { startTcpProxy } from '../__tests__/support/tcp-proxy';
import { buildWithPage } from './support/copy-with-page';
import { quantile } from './support/figures';

const PEOPLE = 50;
const ROUNDS = 20;
/** What a call of Clerk takes longer than on this machine, in ms. */
const CLERK_MS = [0, 100];
/** The statements of such a page; a process sends others all the time. BEGIN and COMMIT are not counted. */
const OF_PAGE = /"base" -> name|INSERT INTO "Profile"|pg_advisory_xact_lock/;
const SECRET = 'nobody-else-may-read-this';

interface Round {
  queries: number;
  calls: number;
  took: number;
}

async function main(): Promise<void> {
  const kept = join(__dirname, '../.perdure/with-people');
  const keep = process.argv.includes('--keep');
  const dir = keep && existsSync(join(kept, '.next/BUILD_ID')) ? kept : buildWithPage('people');
  const stack = await startStack('people', undefined, { perUser: 1_000_000, perInstance: 1_000_000 });
  const { watch, take } = watchStatements();
  const database = new URL(stack.databaseUrl);
  const proxy = await startTcpProxy({ host: database.hostname, port: Number(database.port) }, watch);
  Object.assign(database, { hostname: '127.0.0.1', port: String(proxy.port) });
  const app = await startApp({ ...stack.env, DATABASE_URL: database.toString() }, await freePort(), dir);

  let made = 0;
  const newPeople = async (count: number): Promise<string[]> => {
    const ids: string[] = [];
    while (ids.length < count) {
      const email = `${(made += 1)}@example.com`;
      const privateMetadata = { secret: SECRET };
      ids.push((await stack.clerk.createUser({ email, firstName: 'Ann', lastName: 'Lee', privateMetadata })).id);
    }
    return ids;
  };
  const [viewer = ''] = await newPeople(1);
  const device = openDevice(stack, viewer, app.url, dir);

  const timed = async (work: () => Promise<Response>) => {
    const started = performance.now();
    const response = await work();
    const body = await response.text();
    const took = performance.now() - started;
    if (!response.ok || body.includes(SECRET) === response.url.startsWith(app.url))
      throw new Error(`${response.status}, or a private value in a page: ${body.slice(0, 500)}`);
    return { took, body };
  };
  const show = async (ids: readonly string[]): Promise<Round> => {
    take();
    const from = stack.clerk.requests().length;
    const { took, body } = await timed(() => device.get(`/people?ids=${ids.join(',')}`));
    const shown = body.match(/<bdi>Ann Lee<\/bdi>/g)?.length ?? 0;
    if (shown !== ids.length) throw new Error(`${shown} of ${ids.length} people are shown`);
    const calls = stack.clerk.requests().slice(from);
    const queries = take().filter((text) => OF_PAGE.test(text)).length;
    return { took, queries, calls: calls.filter(({ path }) => path.startsWith('/v1/users')).length };
  };
  const list = async (ids: readonly string[]): Promise<Round> => {
    const query = new URLSearchParams([...ids.map((id) => ['user_id', id]), ['limit', String(ids.length)]]);
    const headers = { authorization: `Bearer ${stack.clerk.secretKey}` };
    const { took } = await timed(() => fetch(`${stack.clerk.apiUrl}/v1/users?${query.toString()}`, { headers }));
    return { took, queries: 0, calls: 1 };
  };

  const me = await timed(() => device.get('/people/me'));
  if (!me.body.includes('You are Ann Lee')) throw new Error('requireProfile does not know who is signed in');
  await show(await newPeople(PEOPLE)); // not measured: the first requests compile
  console.log(`${PEOPLE} people with an avatar and a name, ${ROUNDS} rounds; queries without BEGIN and COMMIT.`);
  for (const slowMs of CLERK_MS) {
    const rounds: Record<string, Round[]> = { cold: [], warm: [], half: [], one: [], list: [] };
    for (let n = 0; n < ROUNDS; n += 1) {
      const [ids, more] = [await newPeople(PEOPLE), await newPeople(PEOPLE / 2)];
      stack.clerk.faults.set({ slowMs });
      rounds.cold?.push(await show(ids));
      rounds.warm?.push(await show(ids));
      rounds.half?.push(await show([...ids.slice(PEOPLE / 2), ...more]));
      rounds.one?.push(await show(ids.slice(0, 1)));
      rounds.list?.push(await list(ids));
      stack.clerk.faults.reset();
    }
    console.log(`each call of Clerk ${slowMs} ms longer`);
    print('nobody has a row yet', rounds.cold);
    print('all have one', rounds.warm);
    print('half have one', rounds.half);
    print('for comparison: the page with one person, who has one', rounds.one);
    print('for comparison: one call of Clerk’s list, of the same', rounds.list);
  }
  await app.stop();
  await proxy.stop();
  await stack.stop();
  if (!keep) rmSync(dir, { recursive: true, force: true });
}

function print(what: string, rounds: Round[] = []): void {
  const most = (of: (round: Round) => number) => String(Math.max(...rounds.map(of))).padStart(2);
  const [p50, p95] = [0.5, 0.95].map((q) =>
    quantile(
      rounds.map(({ took }) => took),
      q,
    )
      .toFixed(0)
      .padStart(4),
  );
  const [queries, calls] = [most((round) => round.queries), most((round) => round.calls)];
  console.log(`  ${what.padEnd(55)} queries ${queries}   calls of Clerk ${calls}   p50 ${p50}   p95 ${p95} ms`);
}

void main();
