import { rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries, program } from './binaries';
import { answers, connectionUrl } from './connection';
import { nextFreePort } from '../process/free-port';
import { initialise, writeSettings } from './initialise';
import { place, type Placement } from './placement';
import { endPostmaster, isMisleading, readPostmaster, signalled } from './postmaster';
import { runProgram } from './run-program';
import { openLog, type ServerLog } from './server-log';
import { serverUser } from './server-user';

/** How long to wait for a server that is starting, ending or leaving orphans behind, in ms. */
const PATIENCE_MS = 30_000;

export interface PostgresOptions {
  /** made if absent */
  dataDir: string;
  /** where the search for a free port begins */
  port?: number;
  /** the log file; absent: beside the data folder */
  log?: string;
  /** Postgres's own settings; a server that already runs keeps those it was started with */
  settings?: Record<string, string | number>;
}

export interface Postgres {
  port: number;
  /** whether it was running already */
  reused: boolean;
  /** Returns the connection string of one of its databases, `postgres` unless named. */
  url(database?: string): string;
  /** Shuts it down; does nothing if it has ended. */
  stop(): Promise<void>;
  /** Kills it as kill -9 does, to see what survives. */
  kill(): Promise<void>;
}

/**
 * Starts Postgres on a data folder, or returns the server that already runs on it.
 * It listens on 127.0.0.1 only, and goes on running when this process ends.
 * @throws with the end of the server's log if it does not come up
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
  const deadline = Date.now() + PATIENCE_MS;
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

/**
 * Makes one attempt to start the server. Failures that pass are recognised by its messages, always in English.
 * @throws with the end of the server's log if it cannot start
 */
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
    url: (database = 'postgres') => connectionUrl(dataDir, port, database),
    stop: () => endPostmaster(dataDir),
    kill: async () => {
      const server = readPostmaster(dataDir)?.process;
      if (server) await signalled(server, 'SIGKILL', 5_000);
    },
  };
}

function tail(log: ServerLog): string {
  return log.fresh().trim().split('\n').slice(-15).join('\n');
}
