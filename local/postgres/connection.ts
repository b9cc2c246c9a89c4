import { realpathSync } from 'node:fs';
import { Client } from 'pg';
import { readPassword } from './initialise';

/** Returns the connection string of a database of the server on this data folder and port. */
export const connectionUrl = (dataDir: string, port: number, database: string): string =>
  `postgresql://postgres:${readPassword(dataDir)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

/** Returns whether the server on this port is this folder's: it accepts its password and names its path. */
export async function answers(dataDir: string, port: number): Promise<boolean> {
  const client = new Client({
    connectionString: connectionUrl(dataDir, port, 'postgres'),
    ssl: false,
    connectionTimeoutMillis: 5_000,
    query_timeout: 5_000,
  });
  client.on('error', () => undefined); // the query below fails too, and that is what counts
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0] !== undefined && realpathSync(rows[0].data_directory) === realpathSync(dataDir);
  } catch {
    return false; // starting, ending or another's
  } finally {
    await client.end().catch(() => undefined);
  }
}
