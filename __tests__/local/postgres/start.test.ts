import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { removePostgres, startPostgres, type Postgres } from '@/local/postgres';
import { makeFolder } from './folder';

jest.setTimeout(60_000);

const folder = makeFolder();
const dataDir = join(folder, 'postgres');
const start = (port = 54_529): Promise<Postgres> => startPostgres({ dataDir, port, settings: { fsync: 'off' } });

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows as unknown[];
  } finally {
    await client.end();
  }
}

afterAll(async () => {
  await removePostgres(dataDir);
  rmSync(folder, { recursive: true, force: true });
});

test('the local Postgres starts on an empty folder, listens on loopback only, and asks for its password', async () => {
  const postgres = await start();

  await expect(query(postgres.url(), `SHOW listen_addresses`)).resolves.toEqual([{ listen_addresses: '127.0.0.1' }]);
  await expect(query(postgres.url(), `SHOW unix_socket_directories`)).resolves.toEqual([
    { unix_socket_directories: '' },
  ]);
  await expect(query(postgres.url().replace(/:[^:@]+@/, ':guess@'), 'SELECT 1')).rejects.toMatchObject({
    code: '28P01',
  });
  expect(statSync(join(dataDir, 'perdure.password')).mode & 0o777).toBe(0o600);
});

test('the local Postgres holds UTF-8 and sorts by code point, whatever the computer’s locale', async () => {
  const { url } = await start();

  await expect(query(url(), `SELECT x FROM unnest(ARRAY['é', 'z', 'Z', '😀']) x ORDER BY x`)).resolves.toEqual(
    ['Z', 'z', 'é', '😀'].map((x) => ({ x })),
  );
});

test('a second start of the local Postgres returns the server that already runs', async () => {
  const first = await start();
  const second = await start();

  expect(second).toMatchObject({ reused: true, port: first.port });
});

test('several starts of the local Postgres at once end in one server', async () => {
  await (await start()).stop();

  const servers = await Promise.all([start(), start(), start()]);

  const pids = await Promise.all(servers.map(({ url }) => query(url(), 'SELECT pg_postmaster_start_time() AS at')));
  expect(pids[1]).toEqual(pids[0]);
  expect(pids[2]).toEqual(pids[0]);
});

test('a local Postgres that was killed starts again with its data', async () => {
  const before = await start();
  await query(before.url(), 'CREATE TABLE kept AS SELECT 7 AS n');
  await before.kill();

  const after = await start();

  expect(after.reused).toBe(false);
  await expect(query(after.url(), 'SELECT n FROM kept')).resolves.toEqual([{ n: 7 }]);
});

test('a local Postgres that is stopping is waited for, not taken for a running one', async () => {
  const before = await start();
  const [after] = await Promise.all([start(), before.stop()]);
  const last = after.reused ? await start() : after;

  await expect(query(last.url(), 'SELECT 1 AS n')).resolves.toEqual([{ n: 1 }]);
});

test('the local Postgres starts on the next port if its own is taken', async () => {
  await (await start()).stop();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(54_629, '127.0.0.1', resolve));

  const postgres = await start(54_629);

  expect(postgres.port).toBeGreaterThan(54_629);
  await expect(query(postgres.url(), 'SELECT 1 AS n')).resolves.toEqual([{ n: 1 }]);
  await new Promise((resolve) => other.close(resolve));
});

test('the local Postgres refuses a folder with other things in it, and leaves it alone', async () => {
  const other = makeFolder();
  writeFileSync(join(other, 'notes.txt'), 'kept');
  await expect(startPostgres({ dataDir: other })).rejects.toThrow('holds no Postgres data');
  expect(readFileSync(join(other, 'notes.txt'), 'utf8')).toBe('kept');
  rmSync(`${other}.log`);
  rmSync(other, { recursive: true });
});
