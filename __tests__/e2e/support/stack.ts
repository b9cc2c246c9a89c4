import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { startLocalClerk, ensureClerkScripts, type LocalClerk, type LocalClerkOptions } from '@/local/clerk/start';
import { applyMigrations, startPostgres, type Postgres } from '@/local/postgres';
import { Client } from 'pg';
import { freePort as findFreePort } from '../../support/free-port';

const root = join(__dirname, '../../..');

/** The built app in a process of its own, as production starts it. */
export interface App {
  url: string;
  pid: number;
  /** What the process printed last. */
  output(): string;
  /** Ends the process at once, as a crash would. */
  kill(): Promise<void>;
  /** Asks the process to end, as a deployment does, and returns its exit code. */
  stop(): Promise<number | null>;
}

/** A real Postgres database, a local Clerk and the environment for an app on both. */
export interface Stack {
  clerk: LocalClerk;
  databaseUrl: string;
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** One server for all stacks of this process: the last to stop ends it. Playwright's workers have one each. */
let server: Promise<Postgres> | undefined;
let users = 0;
const joinPostgres = (): Promise<Postgres> => {
  users += 1;
  return (server ??= startPostgres({
    dataDir: join(root, `.perdure/e2e-postgres-${process.env.TEST_PARALLEL_INDEX ?? 0}`),
    settings: { fsync: 'off', full_page_writes: 'off' },
  }));
};
async function leavePostgres(): Promise<void> {
  users -= 1;
  if (users > 0) return;
  const last = server;
  server = undefined;
  await (await last)?.stop();
}

/** Starts Postgres and a local Clerk. Several stacks can run beside each other. `appPort` is where webhooks go. */
export async function startStack(name: string, appPort?: number, limits?: LocalClerkOptions['limits']): Promise<Stack> {
  const postgres = await joinPostgres();
  const database = `perdure_${name}_${process.pid}`;
  await sql(postgres.url(), `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`, `CREATE DATABASE "${database}"`);
  const databaseUrl = postgres.url(database);
  await applyMigrations(databaseUrl, join(root, 'prisma/migrations'));
  const scriptsDir = join(root, '.perdure/clerk-scripts');
  await ensureClerkScripts(scriptsDir);
  const clerk = await startLocalClerk({
    scriptsDir,
    limits,
    ...(appPort && { webhookUrl: `http://localhost:${appPort}/api/webhooks/clerk` }),
  });
  return {
    clerk,
    databaseUrl,
    env: { ...clerk.env, DATABASE_URL: databaseUrl },
    stop: async () => {
      await clerk.stop();
      await sql(postgres.url(), `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`);
      await leavePostgres();
    },
  };
}

/**
 * Starts the built app and waits until it answers. `dir` is another copy of the repository; `onOutput` receives all
 * that the process prints; `node` is another Node to run it on.
 */
export async function startApp(
  env: Record<string, string>,
  port: number,
  dir = root,
  onOutput?: (text: string) => void,
  node?: string,
): Promise<App> {
  const child = spawnApp(env, port, dir, 'localhost', node);
  if (onOutput)
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => onOutput(chunk.toString()));
  let output = '';
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000));
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const url = `http://localhost:${port}`;
  while (!(await answers(`${url}/api/health`))) {
    if (child.exitCode !== null) throw new Error(`The app ended with code ${child.exitCode}:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    pid: child.pid!,
    output: () => output,
    kill: () => end(child, 'SIGKILL').then(() => undefined),
    stop: () => end(child, 'SIGTERM'),
  };
}

/** `next start` with exactly this environment, listening at `host`: nothing of the machine's own keys comes in. */
export function spawnApp(
  env: Record<string, string>,
  port: number,
  dir = root,
  host = 'localhost',
  node = process.execPath,
): ChildProcess {
  const next = join(dir, 'node_modules/next/dist/bin/next');
  const { PATH, HOME } = process.env;
  return spawn(node, [next, 'start', '-H', host, '-p', String(port)], {
    cwd: dir,
    env: { PATH, HOME, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', SHUTDOWN_DELAY_SECONDS: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return exited;
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    (response) => response.ok,
    () => false,
  );

/** A port that was free a moment ago, where the app listens. */
export const freePort = (): Promise<number> => findFreePort('localhost');

/** Runs statements one after the other on a connection of their own and returns the rows of the last. */
export async function sql(url: string, ...statements: string[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query<Record<string, unknown>>(statement));
    return rows;
  } finally {
    await client.end();
  }
}
