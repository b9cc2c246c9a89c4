import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres, type Postgres } from '../../../local/postgres';

/** An advisory lock that every test run holds, shared; whoever gets it alone is the only run. */
const RUNS = 72_707_370;

export interface TestServer {
  url: string;
  admin: Client;
  stop: Postgres['stop'];
}

/** Setup and teardown are compiled apart, so what they share hangs on the process. */
const here = globalThis as { perdureTestServer?: TestServer };

/**
 * Starts the test server, or joins the run that did. Durability is off: tests may kill the app, not the computer.
 * @throws when the server cannot be started
 */
export async function joinTestServer(): Promise<TestServer> {
  for (let attempt = 1; ; attempt++) {
    const postgres = await startPostgres({
      dataDir: join(__dirname, '../../../.perdure/test-postgres'),
      port: 54_429,
      settings: { fsync: 'off', full_page_writes: 'off', max_connections: 200 },
    });
    const admin = new Client({ connectionString: postgres.url(), application_name: 'perdure-test-run' });
    admin.on('error', () => undefined); // a lost server shows in every test anyway
    try {
      await admin.connect();
      await signIn(admin);
      here.perdureTestServer = { url: postgres.url(), admin, stop: () => postgres.stop() };
      return here.perdureTestServer;
    } catch (error) {
      // The last run may have stopped the server while this one joined.
      await admin.end().catch(() => undefined);
      if (attempt === 5) throw error;
    }
  }
}

/** Leaves the server, and stops it unless another run still uses it. */
export async function leaveTestServer(): Promise<void> {
  const server = here.perdureTestServer;
  if (!server) return;
  delete here.perdureTestServer;
  await server.admin.query('SELECT pg_advisory_unlock_shared($1)', [RUNS]);
  if (await isAlone(server.admin)) await server.stop();
  await server.admin.end().catch(() => undefined); // the stop has cut it off
}

/** A run that finds itself alone sweeps up what killed ones left. */
async function signIn(admin: Client): Promise<void> {
  const alone = await isAlone(admin);
  if (alone) {
    const { rows } = await admin.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE 'perdure\\_test\\_%'`,
    );
    for (const { datname } of rows) await admin.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
  }
  await admin.query('SELECT pg_advisory_lock_shared($1)', [RUNS]);
  if (alone) await admin.query('SELECT pg_advisory_unlock($1)', [RUNS]);
}

async function isAlone(admin: Client): Promise<boolean> {
  const { rows } = await admin.query<{ alone: boolean }>('SELECT pg_try_advisory_lock($1) AS alone', [RUNS]);
  return rows[0]?.alone === true;
}
