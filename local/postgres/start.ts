import { realpathSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { findBinaries, program } from './binaries';
import { nextFreePort } from '../process/free-port';
import { initialise, readPassword, writeSettings } from './initialise';
import { place, type Placement } from './placement';
import { endPostmaster, isMisleading, readPostmaster, signalled } from './postmaster';
import { runProgram } from '../process/run-program';
import { openLog, type ServerLog } from './server-log';
import { serverUser } from './server-user';

/** How long a server that is starting, ending or leaving orphans behind is waited for, in milliseconds. */
const PATIENCE = 30_000;

export interface PostgresOptions {
  /** Made when absent. */
  dataDir: string;
  /** Where to begin looking for a free port. */
  port?: number;
  /** The log file; without it, beside the data folder. */
  log?: string;
  /** Postgres's own settings; a server that already runs keeps those it was started with. */
  settings?: Record<string, string | number>;
}

export interface Postgres {
  port: number;
  /** Whether it was running already. */
  reused: boolean;
  /** The connection string of one of its databases. */
  url(database?: string): string;
  /** Ends it in order; an ended one is fine. */
  stop(): Promise<void>;
  /** Ends it like kill -9 does, to see what survives. */
  kill(): Promise<void>;
}

/**
 * Starts Postgres on a data folder, or gives the one that already serves it: it listens on 127.0.0.1 only, and
 * goes on running when this process ends.
 * @throws with the end of the server's log when it does not come up
 */
export async function startPostgres({
  dataDir,
  port = 54_329,
  log,
  settings = {},
}: PostgresOptions): Promise<Postgres> {
  const placement = place(dataDir, findBinaries(), serverUser());
  const output = openLog(log ?? join(dirname(resolve(dataDir)), `${basename(dataDir)}.log`));
  try {
    await initialise(placement, output);
    return await serve(placement, output, port, settings);
  } finally {
    output.close();
  }
}

async function serve(
  placement: Placement,
  log: ServerLog,
  firstPort: number,
  settings: Record<string, string | number>,
): Promise<Postgres> {
  const { dataDir } = placement;
  const deadline = Date.now() + PATIENCE;
  let started = false;
  for (let port = firstPort; ;) {
    const known = readPostmaster(dataDir);
    // pg_ctl would believe a server that is about to die; only an answered query counts.
    if (known?.process && (await answers(dataDir, known.port))) return handle(dataDir, known.port, !started);
    if (Date.now() > deadline)
      throw new Error(`Postgres does not come up on ${dataDir}. The end of its log:\n${tail(log)}`);
    if (known?.process) {
      await sleep(50);
      continue;
    }
    if (isMisleading(dataDir)) rmSync(join(dataDir, 'postmaster.pid'), { force: true });
    port = await nextFreePort(port, ['127.0.0.1']);
    writeSettings(placement, settings);
    const outcome = await launch(placement, log, port);
    if (outcome === 'started') started = true;
    if (outcome === 'port taken') port += 1;
    if (outcome === 'data in use') await sleep(100);
  }
}

/** One attempt. Its failures that pass by themselves are told apart by what the server writes, in English always. */
async function launch(
  { native, dataDir, user }: Placement,
  log: ServerLog,
  port: number,
): Promise<'started' | 'port taken' | 'data in use'> {
  const before = log.fresh().length;
  const code = await runProgram(
    program(native, 'pg_ctl'),
    ['start', '-w', '-t', '60', '-D', dataDir, '-o', `-p ${port}`],
    user,
    log.fd,
  );
  if (code === 0) return 'started';
  const said = log.fresh().slice(before);
  if (/Address already in use|could not bind/.test(said)) return 'port taken';
  // Another start, or the orphaned sessions of a server that was killed.
  if (
    /lock file .* (already exists|is empty)|pre-existing shared memory block|another server might be running/.test(said)
  )
    return 'data in use';
  throw new Error(`Postgres does not start on ${dataDir}. The end of its log (${log.file}):\n${tail(log)}`);
}

function handle(dataDir: string, port: number, reused: boolean): Postgres {
  return {
    port,
    reused,
    url: (database = 'postgres') => urlOf(dataDir, port, database),
    stop: () => endPostmaster(dataDir),
    kill: async () => {
      const server = readPostmaster(dataDir)?.process;
      if (server) await signalled(server, 'SIGKILL', 5_000);
    },
  };
}

/** Whether the server on this port is this folder's: it takes its password and names its path. */
async function answers(dataDir: string, port: number): Promise<boolean> {
  const client = new Client({
    connectionString: urlOf(dataDir, port, 'postgres'),
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
    return false; // starting, ending or somebody else's
  } finally {
    await client.end().catch(() => undefined);
  }
}

function urlOf(dataDir: string, port: number, database: string): string {
  return `postgresql://postgres:${readPassword(dataDir)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
}

function tail(log: ServerLog): string {
  return log.fresh().trim().split('\n').slice(-15).join('\n');
}
