import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { CREATE_LEDGER, type LedgerRow } from './migration-ledger';

/** The advisory lock that Prisma's own engine takes, so that the two never migrate at once. */
const LOCK = 72_707_369;

export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/** Returns the migrations of a folder, in the order in which they apply. */
export function migrationsIn(dir: string): Migration[] {
  return readdirSync(dir)
    .filter((name) => existsSync(join(dir, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(dir, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: checksumOf(sql) };
    });
}

/**
 * Applies the migrations a database lacks and returns their names.
 * It does and records what `prisma migrate deploy` would, without Prisma's engine; production uses Prisma's.
 * Safe in several processes at once.
 * @throws if a migration failed before, was changed after it was applied, or fails now
 */
export async function applyMigrations(url: string, dir = 'prisma/migrations'): Promise<string[]> {
  const migrations = migrationsIn(dir);
  const client = new Client({ connectionString: url, application_name: 'perdure-migrate' });
  client.on('error', () => undefined); // the query in flight fails with it
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const due = findDue(migrations, await readLedger(client));
    for (const migration of due) await apply(client, migration);
    return due.map(({ name }) => name);
  } finally {
    await client.end(); // releases the lock too
  }
}

function findDue(migrations: Migration[], ledger: LedgerRow[]): Migration[] {
  const rows = ledger.filter(({ rolled_back_at }) => rolled_back_at === null);
  const failed = rows.find(({ finished_at }) => finished_at === null);
  if (failed) {
    throw new Error(
      `The migration ${failed.migration_name} failed in this database and must be resolved first ` +
        `(prisma migrate resolve; for the demo, --reset).${failed.logs ? `\n${failed.logs}` : ''}`,
    );
  }
  const unknown = rows.find((row) => !migrations.some(({ name }) => name === row.migration_name));
  if (unknown) {
    throw new Error(
      `This database has the migration ${unknown.migration_name}, which this version of the code does not know: ` +
        'it was made by a newer one (for the demo, --reset starts afresh).',
    );
  }
  return migrations.filter((migration) => {
    const row = rows.find(({ migration_name }) => migration_name === migration.name);
    if (row && !matches(migration, row.checksum)) {
      throw new Error(`The migration ${migration.name} was changed after it was applied to this database.`);
    }
    return !row;
  });
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  const id = randomUUID();
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [
    id,
    checksum,
    name,
  ]);
  try {
    await client.query(sql);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, reason]);
    throw new Error(`The migration ${name} failed: ${reason}`, { cause: error });
  }
  await client.query('UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [id]);
}

async function readLedger(client: Client): Promise<LedgerRow[]> {
  const { rows } = await client.query<{ ledger: boolean; tables: number }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS ledger,
            (SELECT count(*)::int FROM pg_tables WHERE schemaname = current_schema()) AS tables`,
  );
  if (!rows[0]?.ledger) {
    if (rows[0]?.tables)
      throw new Error('This database has tables but no record of migrations: it is not ours to change.');
    await client.query(CREATE_LEDGER);
  }
  return (await client.query<LedgerRow>('SELECT * FROM _prisma_migrations')).rows;
}

/** Returns whether a migration is the one recorded, whatever line ends a checkout gave it. */
function matches({ sql, checksum }: Migration, recorded: string): boolean {
  const lf = sql.replaceAll('\r\n', '\n');
  return [checksum, checksumOf(lf), checksumOf(lf.replaceAll('\n', '\r\n'))].includes(recorded);
}

function checksumOf(sql: string): string {
  return createHash('sha256').update(sql).digest('hex');
}
