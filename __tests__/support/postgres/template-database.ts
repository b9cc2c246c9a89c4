import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Client } from 'pg';
import { applyMigrations, migrationsIn } from '../../../local/postgres';
import { databaseUrl } from './database';
import type { TestServer } from './test-server';

/** An advisory lock held while the template is made. */
const BUILDING = 72_707_371;

/** Makes the database that tests clone, unless one with exactly these migrations is there, and returns its name. */
export async function ensureTemplate({ admin, url }: TestServer): Promise<string> {
  const dir = join(__dirname, '../../../prisma/migrations');
  const hash = createHash('sha256');
  for (const { name, checksum } of migrationsIn(dir)) hash.update(`${name} ${checksum}\n`);
  const template = `perdure_template_${hash.digest('hex').slice(0, 12)}`;
  await admin.query('SELECT pg_advisory_lock($1)', [BUILDING]);
  try {
    const { rows } = await admin.query<{ datname: string; datistemplate: boolean }>(
      `SELECT datname, datistemplate FROM pg_database WHERE datname LIKE 'perdure\\_template\\_%'`,
    );
    // The mark comes last, so a database without it was never finished.
    if (rows.some(({ datname, datistemplate }) => datname === template && datistemplate)) return template;
    for (const { datname } of rows) await drop(admin, datname);
    await admin.query(`CREATE DATABASE "${template}"`);
    await applyMigrations(databaseUrl(url, template), dir);
    await admin.query(`ALTER DATABASE "${template}" WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
    return template;
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [BUILDING]);
  }
}

async function drop(admin: Client, database: string): Promise<void> {
  await admin.query(`ALTER DATABASE "${database}" WITH IS_TEMPLATE false`);
  await admin.query(`DROP DATABASE "${database}" WITH (FORCE)`);
}
