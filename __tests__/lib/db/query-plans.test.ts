import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import * as audits from '@/lib/db/queries/due-audits';
import * as due from '@/lib/db/queries/due-profiles';
import * as rows from '@/lib/db/queries/profile-rows';
import * as people from '@/lib/db/queries/read-people';
import * as read from '@/lib/db/queries/read-profile';
import * as ledger from '@/lib/db/queries/webhook-ledger';
import * as write from '@/lib/db/queries/write-profile';
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
afterAll(() => world.stop());

/**
 * The columns of person `i`, from 1 to 100,000, as SQL: each state is the worst for another query. `old` is how many
 * webhooks may be pruned, `waiting` the share of people with something due, now or later.
 */
const states = [
  {
    name: 'nobody is due',
    dueAt: `CASE WHEN i % 100 = 0 THEN now() + interval '1 hour' + i * interval '1 ms' END`,
    auditDueAt: `now() + interval '1 hour' + i * interval '36 ms'`,
    old: 0,
    waiting: 0.01,
  },
  {
    name: 'a few are due',
    dueAt: `CASE WHEN i % 1000 = 0 THEN now() - i * interval '1 ms' END`,
    auditDueAt: `now() + (i - 100) * interval '1 minute'`,
    old: 100,
    waiting: 0.001,
  },
  {
    name: 'most wait for Clerk',
    dueAt: `CASE WHEN i % 7 > 0 THEN now() + interval '1 hour' + i * interval '1 ms' END`,
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
const seedState = ({ dueAt, auditDueAt, old }: (typeof states)[number]) =>
  seed(
    // an autovacuum in the middle of a test would change the plans
    ...tables.map((table) => `ALTER TABLE "${table}" SET (autovacuum_enabled = false)`),
    'TRUNCATE "Profile", "WebhookEvent" CASCADE',
    `INSERT INTO "Profile" ("userId", "values", "base", "auditDueAt", "dueAt", "attempts", "nextPushAt")
      SELECT 'user_' || i, '${JSON.stringify(names)}', '${JSON.stringify(names)}', ${auditDueAt}, ${dueAt}, 3, now()
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

const saveOf = (userId: string) => ({
  history: [{ userId, revision: 3, saveId: randomUUID(), source: 'device' as const, changes: {} }],
  notification: { channel: 'profile', payload: userId },
});
/** Writes a row as a save does, and as one that another write came before. */
const writeTwice = async (userId: string) => {
  const { rowVersion } = (await read.readProfile(userId))!;
  const columns = { values, revision: 3, dueAt: new Date(), writtenAt: { firstName: 1 } };
  expect(await write.writeProfile(userId, rowVersion, columns, saveOf(userId))).not.toBeNull();
  expect(await write.writeProfile(userId, rowVersion, columns, saveOf(userId))).toBeNull();
};

/** Calls of everything that the modules with queries export. */
type Queries = typeof audits & typeof due & typeof rows & typeof people & typeof read & typeof ledger & typeof write;
const calls: Record<keyof Queries, (() => Promise<unknown>)[]> = {
  findDue: [() => due.findDue(0), () => due.findDue(16)],
  findRecentlyRead: [() => audits.findRecentlyRead()],
  leaseAudits: [() => audits.leaseAudits(100)],
  completeAudits: [() => audits.completeAudits(many.slice(0, 100), 3_600_000)],
  pruneWebhookLedger: [() => ledger.pruneWebhookLedger()],
  markReadDue: [() => rows.markReadDue(['user_1']), () => rows.markReadDue(many)],
  askForRead: [() => rows.askForRead('user_20000'), () => rows.askForRead('user_20000')],
  countDue: [() => due.countDue(1_500)],
  bringForward: [() => due.bringForward(30_000)],
  postpone: [() => due.postpone('user_50000', 60_000)],
  readProfile: [() => read.readProfile('user_50000'), () => read.readProfile('user_70000', randomUUID())],
  readPeople: [() => people.readPeople(many.slice(0, 500), ['firstName']), () => people.readPeople(['user_new'], [])],
  reportWebhook: [() => ledger.reportWebhook(`msg_${randomUUID()}`, 'user_30000', 1_764_000_000_000)],
  recordWebhook: [
    () => ledger.recordWebhook(`msg_${randomUUID()}`, null),
    () => ledger.recordWebhook('msg_1', saveOf('user_1').notification),
  ],
  writeProfile: [() => writeTwice('user_70000')],
  createProfile: [() => write.createProfile('user_new', { values, base: values }, saveOf('user_new').history)],
  createProfiles: [
    () =>
      write.createProfiles(
        many.slice(0, 100).map((id) => {
          const userId = `${id}_${randomUUID()}`;
          return { userId, columns: { values, base: values }, history: saveOf(userId).history };
        }),
      ),
  ],
  removeProfile: [() => write.removeProfile('user_60000', null)],
  removeProfileForGood: [
    () => write.removeProfileForGood('user_60001', `msg_${randomUUID()}`, saveOf('user_60001').notification),
  ],
};

const complaints = (plans: Explained[]) =>
  plans.flatMap((plan) => faultsOf(plan).map((fault) => `${fault}: ${plan['Query Text'].replace(/\s+/g, ' ').trim()}`));

/** The modules of lib/db that send queries with Prisma, as paths below it. What all of them send with is none. */
function modulesWithQueries(): string[] {
  const folder = join(__dirname, '../../../lib/db');
  const sends = /from '(@\/lib\/db\/|(\.\.?\/)+)(client|statements)'/;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      name.endsWith('.ts') && name !== 'queries/statements.ts' && sends.test(readFileSync(join(folder, name), 'utf8')),
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

  it(`the index of what is due holds no other rows, where ${state.name}`, async () => {
    const [size] = await world.db().$queryRaw<{ ofDue: bigint; ofAll: bigint }[]>`
      SELECT pg_relation_size('"Profile_dueAt_idx"') AS "ofDue",
        pg_relation_size('"Profile_auditDueAt_idx"') AS "ofAll"`;
    expect(Number(size?.ofDue) / Number(size?.ofAll)).toBeLessThan(state.waiting + 0.1);
  });

  it(`no query of lib/db reads more than the rows it is for, where ${state.name}`, async () => {
    take();
    const all = Object.values(calls).flat();
    for (const call of all) await call();
    const plans = take();
    expect(plans.length).toBeGreaterThan(all.length);
    expect(complaints(plans)).toEqual([]);
  });
});

it.each([
  [
    'a time that no index can be searched for',
    `SELECT "userId" FROM "Profile" WHERE "dueAt" <= clock_timestamp() - interval '1 day'
      ORDER BY "dueAt" LIMIT 8`,
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
