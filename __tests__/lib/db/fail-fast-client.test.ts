import { once } from 'node:events';
import { FailFastClient } from '@/lib/db/fail-fast-client';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const connected = async () => {
  const client = new FailFastClient({ connectionString: database.url, query_timeout: 500 });
  await client.connect();
  return client;
};

it('a connection that misses an answer’s deadline is closed, even inside a transaction', async () => {
  const client = await connected();
  await client.query('BEGIN');
  const ended = once(client, 'end');
  await expect(client.query('SELECT pg_sleep(60)')).rejects.toThrow('Query read timeout');
  await expect(client.query('ROLLBACK')).rejects.toThrow('not queryable');
  await ended;
});

it('a connection that answers with an error stays open', async () => {
  const client = await connected();
  await expect(client.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
  await expect(client.query('SELECT 1 AS n')).resolves.toMatchObject({ rows: [{ n: 1 }] });
  await client.end();
});
