import dns from 'node:dns';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Client } from 'pg';
import { closeDb } from '@/lib/db/client';
import { isPostgresUnreachable, isPostgresBusy } from '@/lib/db/errors';
import { applyMigrations, removePostgres, startPostgres, type Postgres } from '@/local/postgres';
import { makeFolder } from '../../local/postgres/folder';
import { startWorld, type World } from '../../support/world';

jest.setTimeout(60_000);

const CONNECTIONS = 10;
const folder = makeFolder();
const dataDir = join(folder, 'postgres');
/** A Postgres of its own, since it is stopped: few connections, and nothing of them kept back. */
const start = (port = 54_729) =>
  startPostgres({
    dataDir,
    port,
    settings: { fsync: 'off', max_connections: CONNECTIONS, superuser_reserved_connections: 0 },
  });
const signal = (name: NodeJS.Signals) =>
  process.kill(Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]), name);

/** Which statements are kept on the wire for good, and how many were. */
let kept: { which: RegExp; many: number } | null = null;
let postgres: Postgres;
let world: World;

beforeAll(async () => {
  postgres = await start();
  await applyMigrations(postgres.url());
  const watch = ({ text, from }: { text: string; from: string }) => {
    if (from === 'server' || !kept?.which.test(text)) return true;
    kept.many += 1;
    return false;
  };
  world = await startWorld({ database: { url: postgres.url(), drop: async () => undefined }, watch });
  process.env.DATABASE_URL = process.env.DATABASE_URL?.replace('127.0.0.1', 'localhost'); // a name, to be looked up
});
afterEach(async () => {
  kept = null;
  jest.restoreAllMocks();
  await closeDb();
  await world.postgres.restore();
  postgres = await start(postgres.port);
});
afterAll(async () => {
  await world.stop();
  await removePostgres(dataDir);
  rmSync(folder, { recursive: true, force: true });
});

const typed = () => world.db().profile.findUnique({ where: { userId: 'anybody' } });
const raw = () => world.db().$queryRaw`SELECT 1 AS raw`;
const begun = () => world.db().$transaction(async () => undefined);
const inTheMiddle = () => world.db().$transaction((tx) => tx.$queryRaw`SELECT 1 AS middle`);
const written = () =>
  world.db().$transaction((tx) => tx.webhookEvent.createMany({ data: [{ id: 'any' }], skipDuplicates: true }));

const isOutage = (error: unknown) => isPostgresUnreachable(error) || isPostgresBusy(error);
/**
 * The errors of failed work that count neither as an outage nor as a busy Postgres.
 */
const notOutage = (outcomes: PromiseSettledResult<unknown>[]) =>
  outcomes.flatMap((one, index) =>
    one.status === 'rejected' && !isOutage(one.reason) ? [[index, one.reason as unknown]] : [],
  );
const allOutage = (outcomes: PromiseSettledResult<unknown>[]) => {
  expect(notOutage(outcomes)).toEqual([]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
};

describe('work under way in Postgres', () => {
  const query = async (sql: string) => {
    const admin = new Client({ connectionString: postgres.url() });
    await admin.connect();
    await admin.query(sql);
    await admin.end();
  };
  it.each<[string, () => unknown]>([
    [
      'their backend is terminated',
      () =>
        query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND client_port ' +
            'IS NOT NULL',
        ),
    ],
    ['their connection ends', () => world.postgres.cut()],
    ['their connection is reset', () => world.postgres.cut('reset')],
    ['Postgres stops at once', () => signal('SIGQUIT')],
    ['Postgres is killed', () => postgres.kill()],
    ['no answer comes', () => undefined],
  ])('statements and transactions report Postgres unreachable if %s', async (_, happen) => {
    const on = (which: RegExp) => (kept = { which, many: kept?.many ?? 0 });
    const until = async (many: number) => {
      while (kept?.many !== many) await setImmediate();
    };
    on(/middle|COMMIT/);
    const work: Promise<unknown>[] = [inTheMiddle(), written()];
    await until(2);
    on(/BEGIN|raw|"Profile"/);
    work.push(begun(), typed(), raw());
    const outcomes = Promise.allSettled(work);
    await until(5);
    await happen();
    allOutage(await outcomes);
  });
});

describe('new connections to Postgres', () => {
  const all = () => Promise.allSettled([typed(), raw(), begun(), written()]);

  it('a Postgres with too many connections counts as unreachable or busy', async () => {
    const others = Array.from({ length: CONNECTIONS }, () => new Client({ connectionString: postgres.url() }));
    await Promise.all(others.map((other) => other.connect()));
    const outcomes = await all();
    await Promise.all(others.map((other) => other.end()));
    allOutage(outcomes);
  });

  it('a Postgres that is shutting down counts as unreachable', async () => {
    const last = new Client({ connectionString: postgres.url() });
    await last.connect();
    signal('SIGTERM'); // waits for those who are connected and takes no others
    const refused = () =>
      new Client({ connectionString: postgres.url() }).connect().then(
        () => false,
        ({ code }) => code === '57P03',
      );
    while (!(await refused()));
    const outcomes = await all();
    await last.end();
    allOutage(outcomes);
  });

  it('a host on which no Postgres listens counts as unreachable', async () => {
    await world.postgres.cut();
    allOutage(await all());
  });

  it('a host whose addresses all refuse counts as unreachable', async () => {
    await world.postgres.cut();
    const addresses = [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ];
    jest
      .spyOn(dns, 'lookup')
      .mockImplementation(((_host: string, _options: unknown, found: (error: null, all: unknown) => void) =>
        found(null, addresses)) as typeof dns.lookup);
    const outcomes = await all();
    allOutage(outcomes);
    expect(outcomes).toContainEqual({
      status: 'rejected',
      reason: expect.objectContaining({ name: 'AggregateError' }),
    });
  });
});

it('a connection whose transaction timed out is not lent again, even if its backend goes on', async () => {
  let pid = 0;
  const hung = world.db().$transaction(async (tx) => {
    [{ pid }] = await tx.$queryRaw<[{ pid: number }]>`SELECT pg_backend_pid() AS pid`;
    await tx.$queryRaw`SELECT pg_sleep(60)::text`;
  });
  const outcomes = Promise.allSettled([hung]);
  while (
    !(
      await world.db().$queryRaw<
        unknown[]
      >`SELECT 1 FROM pg_stat_activity WHERE pid = ${pid} AND wait_event = 'PgSleep'`
    ).length
  )
    await setImmediate();
  process.kill(pid, 'SIGSTOP');
  const told = await outcomes;
  process.kill(pid, 'SIGCONT');
  allOutage(told);
  expect(await Promise.all(Array.from({ length: CONNECTIONS - 1 }, raw))).toEqual(
    Array.from({ length: CONNECTIONS - 1 }, () => [{ raw: 1 }]),
  );
});

it('a statement that is too slow, and a standby that takes no writes, count as an outage', async () => {
  const slow = world.db().$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL statement_timeout = 1`;
    await tx.$queryRaw`SELECT pg_sleep(10)::text`;
  });
  const standby = world.db().$transaction(async (tx) => {
    await tx.$executeRaw`SET TRANSACTION READ ONLY`; // as all are there
    await tx.webhookEvent.create({ data: { id: 'any' } });
  });
  allOutage(await Promise.allSettled([slow, standby]));
});

it('from a kill until Postgres answers again, every failure reports it unreachable', async () => {
  await postgres.kill();
  const up = start(postgres.port);
  const outcomes: PromiseSettledResult<unknown>[] = [];
  for (;;) {
    const round = await Promise.allSettled([typed(), raw(), begun(), written()]);
    outcomes.push(...round);
    if (round.every(({ status }) => status === 'fulfilled')) break;
  }
  await up;
  expect(notOutage(outcomes)).toEqual([]);
});

it('errors of our own statements do not count as an outage of Postgres', async () => {
  const id = 'twice';
  const twice = world
    .db()
    .$transaction([world.db().webhookEvent.create({ data: { id } }), world.db().webhookEvent.create({ data: { id } })]);
  const faults = await Promise.allSettled([
    twice,
    world.db().$queryRaw`SELECT nothing FROM nowhere`,
    world.db().$queryRaw`SELECT 1 / 0`,
    world.db().$transaction((tx) => tx.$queryRaw`SELECT 'Connection terminated'::int`),
    world.db().profile.findUniqueOrThrow({ where: { userId: 'nobody' } }),
    world.db().profile.findUnique({ where: { userId: 57 as unknown as string } }),
    fetch(`http://127.0.0.1:${String(1)}`),
  ]);
  expect(faults.map((one) => one.status === 'rejected' && isOutage(one.reason))).toEqual(faults.map(() => false));
  expect(faults.every(({ status }) => status === 'rejected')).toBe(true);
});
