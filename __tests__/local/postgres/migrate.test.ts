import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { createTestDatabase, databaseUrl } from '@/__tests__/support/postgres/database';
import { applyMigrations } from '@/local/postgres';
import { makeFolder } from './folder';

const folder = makeFolder();
let database: { url: string; drop(): Promise<void> };
let url: string;

/** Runs one statement; without a url, in the database under test. */
async function query(sql: string, on = url): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: on });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

beforeEach(async () => {
  rmSync(folder, { recursive: true, force: true });
  write('20260101000000_one', 'CREATE TABLE one (n int);\nINSERT INTO one VALUES (1);\n');
  write('20260102000000_two', 'ALTER TABLE one ADD COLUMN m int;\n');
  // The clone has our own migrations; a second database beside it begins empty.
  database = await createTestDatabase();
  const name = `${new URL(database.url).pathname.slice(1)}_empty`;
  await query(`CREATE DATABASE ${name}`, database.url);
  url = databaseUrl(database.url, name);
});

afterEach(async () => {
  await query(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`, database.url);
  await database.drop();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('migrations apply in order, once, and are recorded as Prisma records them', async () => {
  await expect(applyMigrations(url, folder)).resolves.toEqual(['20260101000000_one', '20260102000000_two']);
  await expect(applyMigrations(url, folder)).resolves.toEqual([]);

  await expect(query('SELECT * FROM one')).resolves.toEqual([{ n: 1, m: null }]);
  const [row] = await query('SELECT * FROM _prisma_migrations ORDER BY migration_name');
  expect(row).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
    migration_name: '20260101000000_one',
    started_at: expect.any(Date),
    finished_at: expect.any(Date),
    applied_steps_count: 1,
    logs: null,
    rolled_back_at: null,
  });
});

test('two processes that migrate at once apply each migration once', async () => {
  const applied = await Promise.all([
    applyMigrations(url, folder),
    applyMigrations(url, folder),
    applyMigrations(url, folder),
  ]);

  expect(applied.flat().sort()).toEqual(['20260101000000_one', '20260102000000_two']);
  await expect(query('SELECT count(*)::int AS rows FROM one')).resolves.toEqual([{ rows: 1 }]);
});

test('a later migration is added to those applied before', async () => {
  await applyMigrations(url, folder);
  write('20260103000000_three', 'CREATE TABLE three ();');

  await expect(applyMigrations(url, folder)).resolves.toEqual(['20260103000000_three']);
});

test('a migration changed after it was applied is refused', async () => {
  await applyMigrations(url, folder);
  write('20260102000000_two', 'ALTER TABLE one ADD COLUMN other int;\n');

  await expect(applyMigrations(url, folder)).rejects.toThrow('20260102000000_two was changed after it was applied');
});

test('a migration whose line ends a checkout turned into CRLF counts as unchanged', async () => {
  await applyMigrations(url, folder);
  write('20260102000000_two', 'ALTER TABLE one ADD COLUMN m int;\r\n');

  await expect(applyMigrations(url, folder)).resolves.toEqual([]);
});

test('a failed migration leaves only its record, and blocks the next until it is resolved', async () => {
  write('20260103000000_three', 'CREATE TABLE three ();\nSELECT 1 / 0;');

  await expect(applyMigrations(url, folder)).rejects.toThrow('20260103000000_three failed: division by zero');
  await expect(applyMigrations(url, folder)).rejects.toThrow(
    /20260103000000_three failed in this database.*\n.*division/,
  );
  await expect(query(`SELECT to_regclass('three') AS three`)).resolves.toEqual([{ three: null }]);

  await query('UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL');
  write('20260103000000_three', 'CREATE TABLE three ();');
  await expect(applyMigrations(url, folder)).resolves.toEqual(['20260103000000_three']);
});

test('migrating refuses a database made by a newer version', async () => {
  await applyMigrations(url, folder);
  rmSync(join(folder, '20260102000000_two'), { recursive: true });

  await expect(applyMigrations(url, folder)).rejects.toThrow('does not know');
});

test('migrating refuses a database with another’s tables, and leaves it alone', async () => {
  await query('CREATE TABLE theirs ()');

  await expect(applyMigrations(url, folder)).rejects.toThrow('not ours to change');
  await expect(query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)).resolves.toEqual([
    { tablename: 'theirs' },
  ]);
});
