import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import * as audits from '@/lib/db/queries/due-audits';
import * as pushes from '@/lib/db/queries/due-pushes';
import * as rows from '@/lib/db/queries/profile-rows';
import * as transaction from '@/lib/db/queries/profile-transaction';
import * as ledger from '@/lib/db/queries/webhook-ledger';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/database';
import { faultsOf } from '../../support/plans/faults';
import { explainStatements, watchPlans, type Explained } from '../../support/plans/explain';
import { startWorld, type World } from '../../support/world';

const PEOPLE = 100_000;
const names = { firstName: 'Ann', lastName: 'Lee' };
const { watch, take } = watchPlans();
let database: TestDatabase;
let world: World;
beforeAll(async () => {
  database = await createTestDatabase();
  await explainStatements(database.url);
  world = await startWorld({ database, watch });
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => world.stop());

/**
 * The columns of person `i`, from 1 to 100,000, as SQL: each state is the worst for another query. `old` is how many
 * webhooks may be pruned, `waiting` the share of people whose push is pending.
 */
const states = [
  {
    name: 'nobody is due',
    pushDueAt: `CASE WHEN i % 100 = 0 THEN now() + interval '1 hour' + i * interval '1 ms' END`,
    auditDueAt: `now() + interval '1 hour' + i * interval '36 ms'`,
    old: 0,
    waiting: 0.01,
  },
  {
    name: 'a few are due',
    pushDueAt: `CASE WHEN i % 1000 = 0 THEN now() - i * interval '1 ms' END`,
    auditDueAt: `now() + (i - 100) * interval '1 minute'`,
    old: 100,
    waiting: 0.001,
  },
  {
    name: 'most wait for Clerk',
    pushDueAt: `CASE WHEN i % 7 > 0 THEN now() + interval '1 hour' + i * interval '1 ms' END`,
    auditDueAt: `now() - i * interval '36 ms'`,
    old: 12_000,
    waiting: 1,
  },
];

async function seed(...statements: string[]): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    // these rows are consistent: skip 100,000 checks of foreign keys, and log no plans
    await client.query('SET session_replication_role = replica; SET auto_explain.log_min_duration = -1');
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

const tables = ['Profile', 'ProfileChange', 'WebhookEvent'];
const seedState = ({ pushDueAt, auditDueAt, old }: (typeof states)[number]) =>
  seed(
    // an autovacuum in the middle of a test would change the plans
    ...tables.map((table) => `ALTER TABLE "${table}" SET (autovacuum_enabled = false)`),
    'TRUNCATE "Profile", "WebhookEvent" CASCADE',
    `INSERT INTO "Profile" ("userId", "values", "base", "auditDueAt", "pushDueAt", "pushAttempts", "lastPushEndedAt")
      SELECT 'user_' || i, '${JSON.stringify(names)}', '${JSON.stringify(names)}', ${auditDueAt}, ${pushDueAt}, 3, now()
      FROM generate_series(1, ${PEOPLE}) AS i`,
    `INSERT INTO "ProfileChange" ("userId", "revision", "saveId", "source", "changes")
      SELECT 'user_' || i, 1, ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, 'device', '{}'
      FROM generate_series(1, ${PEOPLE}) AS i`,
    `INSERT INTO "WebhookEvent" ("id", "receivedAt")
      SELECT 'msg_' || i, now() - CASE WHEN i <= ${old} THEN interval '8 days' ELSE interval '1 day' END
      FROM generate_series(1, ${PEOPLE}) AS i`,
    ...tables.map((table) => `VACUUM ANALYZE "${table}"`),
  );

const values = { ...names, avatarColor: 'teal' };
const many = Array.from({ length: 12_000 }, (_, i) => `user_${i + 1}`);

/** One call of each method of a transaction, and of the private ones behind them. */
type Transaction = transaction.ProfileTransaction;
const inOneTransaction: Record<keyof Transaction, (tx: Transaction) => Promise<unknown>> = {
  now: (tx) => tx.now(),
  lock: (tx) => tx.lock('user_70000'),
  lockIfDue: (tx) => tx.lockIfDue('user_50000'),
  create: (tx) => tx.create('user_new', { values, base: values }),
  update: (tx) => tx.update('user_70000', { values, revision: 3, pushDueAt: new Date(), writtenAt: { firstName: 1 } }),
  remove: (tx) => tx.remove('user_60000'),
  removeForGood: (tx) => tx.removeForGood('user_60001'),
  findSave: (tx) => tx.findSave('user_70000', randomUUID()),
  addChange: (tx) =>
    tx.addChange({ userId: 'user_70000', revision: 3, saveId: randomUUID(), source: 'device', changes: {} }),
  notify: (tx) => tx.notify('profile', 'user_70000'),
  afterCommit: async (tx) => tx.afterCommit(() => undefined),
  recordWebhook: (tx) => tx.recordWebhook(`msg_${randomUUID()}`),
};

/** One call of everything that the modules with queries export. */
type Queries = typeof audits & typeof pushes & typeof rows & typeof transaction & typeof ledger;
const calls: Record<keyof Queries, () => Promise<unknown>> = {
  ProfileTransaction: async () => undefined, // its methods are called below
  findProfileRow: () => rows.findProfileRow('user_50000'),
  findDueUserIds: () => pushes.findDueUserIds(8),
  findRecentlyRead: () => audits.findRecentlyRead(),
  leaseNextAudit: () => audits.leaseNextAudit(),
  pruneWebhookLedger: () => ledger.pruneWebhookLedger(),
  invalidateProfiles: async () => [await rows.invalidateProfiles(['user_1']), await rows.invalidateProfiles(many)],
  msToNextPush: () => pushes.msToNextPush(),
  countPendingPushes: () => pushes.countPendingPushes(1_500),
  bringPushesForward: () => pushes.bringPushesForward(30_000, 2_000),
  postponePush: () => pushes.postponePush('user_50000', 60_000),
  // last, because they make a row that is due
  inTransaction: async () => {
    for (const call of Object.values(inOneTransaction)) await transaction.inTransaction(call);
  },
};

/** The methods of a transaction that run, private ones too. */
const { prototype } = transaction.ProfileTransaction;
const methods = Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor');
const watchMethods = () =>
  methods.map((name) => jest.spyOn(prototype as unknown as Record<string, () => unknown>, name));

const complaints = (plans: Explained[]) =>
  plans.flatMap((plan) => faultsOf(plan).map((fault) => `${fault}: ${plan['Query Text'].replace(/\s+/g, ' ').trim()}`));

/** The modules of lib/db that send queries with Prisma, as paths below it. */
function modulesWithQueries(): string[] {
  const folder = join(__dirname, '../../../lib/db');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      name.endsWith('.ts') && /from '(@\/lib\/db\/|(\.\.?\/)+)client'/.test(readFileSync(join(folder, name), 'utf8')),
  );
}

it('every export of every module of lib/db that sends queries is called by this test', async () => {
  const modules = await Promise.all(
    modulesWithQueries().map((name) => import(`@/lib/db/${name}`) as Promise<Partial<Queries>>),
  );
  expect(modules.length).toBeGreaterThan(0);
  expect(Object.keys(calls).sort()).toEqual(modules.flatMap((exports) => Object.keys(exports)).sort());
});

describe.each(states)('among 100,000 people where $name', (state) => {
  beforeAll(() => seedState(state), 60_000);

  it(`the index of pushes holds only pending rows, where ${state.name}`, async () => {
    const [size] = await world.db().$queryRaw<{ ofPushes: bigint; ofAll: bigint }[]>`
      SELECT pg_relation_size('"Profile_pushDueAt_idx"') AS "ofPushes",
        pg_relation_size('"Profile_auditDueAt_idx"') AS "ofAll"`;
    expect(Number(size?.ofPushes) / Number(size?.ofAll)).toBeLessThan(state.waiting + 0.1);
  });

  it(`no query of lib/db reads more than the rows it is for, where ${state.name}`, async () => {
    const spies = watchMethods();
    take();
    for (const call of Object.values(calls)) await call();
    expect(methods.filter((_, i) => spies[i]?.mock.calls.length === 0)).toEqual([]); // none was left out
    const plans = take();
    expect(plans.length).toBeGreaterThan(Object.keys(calls).length);
    expect(complaints(plans)).toEqual([]);
  });
});

it.each([
  [
    'a time that no index can be searched for',
    `SELECT "userId" FROM "Profile" WHERE "pushDueAt" <= clock_timestamp() - interval '1 day'
      ORDER BY "pushDueAt" LIMIT 8`,
    /in vain/,
  ],
  ['a column without an index', `SELECT "userId" FROM "Profile" WHERE "revision" = 1`, /reads all of Profile/],
  [
    'an order without an index',
    `SET LOCAL enable_seqscan = off; SELECT "userId" FROM "Profile" ORDER BY "userId" || '' LIMIT 8`,
    /pages for/,
  ],
  ['no limit', `UPDATE "Profile" SET "revision" = 1 WHERE "userId" >= 'user_9'`, /rows at once/],
])('a query with %s is found to read or change too much', async (_, statement, fault) => {
  take();
  await world.db().$transaction(async (tx) => {
    for (const one of statement.split('; ')) await tx.$executeRawUnsafe(one);
  });
  expect(complaints(take()).join()).toMatch(fault);
});
