import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { applyMigrations } from '@/local/postgres';
import { readMirror, type MirrorRow } from '@/lib/profile/core/mirror-row';
import { schedule } from '@/lib/profile/core/schedule';
import { makeFolder } from '../../local/postgres/folder';
import { createTestDatabase, databaseUrl, type TestDatabase } from '../../support/postgres/database';
import { valuesOf } from '../../support/values';

const MIGRATIONS = join(__dirname, '../../../prisma/migrations');
const FIRST = '20261127190000_init';

const folder = makeFolder();
let database: TestDatabase;
/** A database beside that one, which begins empty: it is dropped first. */
let url: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const name = `${new URL(database.url).pathname.slice(1)}_empty`;
  await query(database.url, `CREATE DATABASE ${name}`);
  url = databaseUrl(database.url, name);
});
afterAll(async () => {
  await query(database.url, `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
  await database.drop();
  rmSync(folder, { recursive: true });
});

async function query(on: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: on });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

const now = 1_800_000_000_000;
const MINUTE = 60_000;

/** A row of the first version of the schema. Times in ms since 1970. */
interface FirstRow {
  pendingSince?: number;
  pushDueAt?: number;
  lastPushEndedAt?: number;
  invalidatedAt?: number;
  pushAttempts?: number;
  fencingToken?: string;
}
const rows: Record<string, FirstRow> = {
  confirmed: { lastPushEndedAt: now - MINUTE },
  'just saved': { pendingSince: now, pushDueAt: now },
  spaced: { pendingSince: now, pushDueAt: now + 1_500, lastPushEndedAt: now - 500 },
  'backing off': { pendingSince: now, pushDueAt: now + MINUTE, lastPushEndedAt: now, pushAttempts: 3 },
  invalidated: { invalidatedAt: now, lastPushEndedAt: now - MINUTE },
  both: { pendingSince: now, pushDueAt: now + MINUTE, lastPushEndedAt: now, pushAttempts: 3, invalidatedAt: now },
  leased: { pendingSince: now, pushDueAt: now + MINUTE, fencingToken: 'ours', invalidatedAt: now },
};

async function insert(userId: string, row: FirstRow): Promise<void> {
  const date = (time: number | undefined) => (time === undefined ? null : new Date(time));
  const inClerk = valuesOf({ firstName: 'Ann', lastName: 'Lee', avatarColor: 'teal' });
  await query(
    url,
    `INSERT INTO "Profile" ("userId", "values", base, states, "pendingSince", "pushDueAt", "lastPushEndedAt",
      "invalidatedAt", "pushAttempts", "fencingToken") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      userId,
      { ...inClerk, ...(row.pendingSince && { firstName: 'Bea' }) },
      inClerk,
      row.pendingSince ? { firstName: 'pending' } : null,
      date(row.pendingSince),
      date(row.pushDueAt),
      date(row.lastPushEndedAt),
      date(row.invalidatedAt),
      row.pushAttempts ?? 0,
      row.fencingToken ?? null,
    ],
  );
}

it('rows from before the one lease are due as they were, and for a read if they lacked a change', async () => {
  cpSync(join(MIGRATIONS, FIRST), join(folder, FIRST), { recursive: true });
  await applyMigrations(url, folder);
  for (const [userId, row] of Object.entries(rows)) await insert(userId, row);
  await applyMigrations(url, MIGRATIONS);

  const stored = await query(url, 'SELECT * FROM "Profile"');
  const mirrors = stored.map((row) => [row.userId, readMirror(row as unknown as MirrorRow)] as const);
  expect(Object.fromEntries(mirrors)).toMatchObject({
    confirmed: { dueAt: null, readDueAt: null },
    'just saved': { dueAt: now, nextPushAt: null, readDueAt: null },
    spaced: { dueAt: now + 1_500, nextPushAt: now + 1_500 },
    'backing off': { dueAt: now + MINUTE, nextPushAt: now + MINUTE, attempts: 3 },
    invalidated: { dueAt: now, readDueAt: now },
    both: { dueAt: now, nextPushAt: now + MINUTE, readDueAt: now, attempts: 3 },
    leased: { dueAt: now + MINUTE, fencingToken: 'ours', readDueAt: now },
  });
  for (const [, mirror] of mirrors) expect(schedule(mirror, now)).toEqual(mirror); // as the core would have left it
});
