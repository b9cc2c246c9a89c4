import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

export interface TestDatabase {
  url: string;
  /** Deletes it, whoever is still connected. */
  drop(): Promise<void>;
}

/** Gives a database of the test's own, with all migrations applied and nothing in it: a clone of the run's template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { PERDURE_TEST_POSTGRES: admin, PERDURE_TEST_TEMPLATE: template } = process.env;
  if (!admin || !template) throw new Error('No test server: __tests__/support/global-setup.ts has not run.');
  const name = `perdure_test_${randomUUID().replaceAll('-', '')}`;
  await runSql(admin, `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  return {
    url: databaseUrl(admin, name),
    drop: () => runSql(admin, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  };
}

/** The same server's connection string for another database. */
export function databaseUrl(server: string, database: string): string {
  return Object.assign(new URL(server), { pathname: `/${database}` }).toString();
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
