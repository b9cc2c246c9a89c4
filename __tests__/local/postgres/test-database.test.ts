import { Client } from 'pg';
import { createTestDatabase } from '@/__tests__/support/postgres/database';
import { applyMigrations } from '@/local/postgres';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

test('a test database has every migration and is nobody else’s', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await query(one.url, `INSERT INTO "WebhookEvent" (id) VALUES ('msg_1')`);

  await expect(query(one.url, 'SELECT id FROM "WebhookEvent"')).resolves.toEqual([{ id: 'msg_1' }]);
  await expect(query(two.url, 'SELECT id FROM "WebhookEvent"')).resolves.toEqual([]);
  await expect(applyMigrations(two.url)).resolves.toEqual([]);
  await Promise.all([one.drop(), two.drop()]);
});

test('a test database is gone after its drop, even with a connection open', async () => {
  const database = await createTestDatabase();
  const client = new Client({ connectionString: database.url });
  const cutOff = new Promise((resolve) => client.on('error', resolve));
  await client.connect();

  await database.drop();

  await expect(cutOff).resolves.toMatchObject({ code: '57P01' });
  await expect(query(database.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
});
