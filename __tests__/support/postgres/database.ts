import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** A database of one test file's own. */
export interface TestDatabase {
  url: string;
  /** Deletes it, even with connections open. */
  drop(): Promise<void>;
}

/**
 * Creates an empty database with all migrations applied: a clone of the run's template.
 * @throws if the run has no test server
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { PERDURE_TEST_POSTGRES: admin, PERDURE_TEST_TEMPLATE: template } = process.env;
  if (!admin || !template) throw new Error('No test server: __tests__/support/jest/global-setup.ts has not run.');
  const name = `perdure_test_${randomUUID().replaceAll('-', '')}`;
  await runSql(admin, `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  return {
    url: databaseUrl(admin, name),
    drop: () => runSql(admin, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  };
}

/** Returns the connection string of another database of a server. */
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
