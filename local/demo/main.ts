import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureClerkScripts, refuseBesideRealKeys, startLocalClerk } from '../clerk/start';
import { applyMigrations, removePostgres, startPostgres } from '../postgres';
import { isFree, nextFreePort } from '../process/free-port';
import { tryLock } from '../process/lock-file';
import { accounts, ensureAccounts } from './accounts';
import { endLeftover, readLog, startApp } from './app-process';
import { build, generateClient } from './build';
import { folders, root } from './folders';
import { step } from './progress';

/** What was started, in order; it is stopped in the opposite order. */
const running: { name: string; stop: () => Promise<void> }[] = [];
let stopping = false;

async function stopAll(code: number): Promise<never> {
  stopping = true;
  for (const { name, stop } of running.reverse())
    await stop().catch((error: unknown) =>
      console.error(`${name} did not end in order: ${error instanceof Error ? error.message : String(error)}`),
    );
  process.exit(code);
}

/** Logs a line of the local Clerk to its file; what it does not implement is shown at once. */
function logClerk(line: string): void {
  appendFileSync(folders.clerkLog, `${new Date().toISOString()} ${line}\n`);
  if (line.includes('answered 501')) console.error(`local Clerk: ${line}`);
}

async function choosePort(): Promise<number> {
  const { PORT } = process.env;
  if (PORT === undefined || PORT === '') return nextFreePort(3000);
  const port = Number(PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT must be a number from 1 to 65535, and is "${PORT}".`);
  if (!(await isFree(port)))
    throw new Error(`Port ${port} is taken. End what listens there, or choose another with PORT.`);
  return port;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { dev: { type: 'boolean', default: false }, reset: { type: 'boolean', default: false } },
  });
  refuseBesideRealKeys(process.env);
  mkdirSync(folders.own, { recursive: true });
  const lock = tryLock(folders.lock);
  if (!lock.held)
    throw new Error(`The demo runs already in this folder (process ${lock.holder}). End it with Ctrl-C there first.`);
  running.push({ name: 'The lock', stop: async () => lock.release() });

  await endLeftover();
  if (values.reset)
    await step('Removing the data of earlier runs', async () => {
      await removePostgres(folders.postgres);
      rmSync(folders.clerkState, { force: true });
    });
  const port = await choosePort();

  const postgres = await step(
    'Postgres',
    () => startPostgres({ dataDir: folders.postgres }),
    ({ port: at, reused }) => `${reused ? 'found running' : 'started'} on port ${at}`,
  );
  running.push({ name: 'Postgres', stop: () => postgres.stop() });
  const databaseUrl = postgres.url();
  await step('Migrations', () => applyMigrations(databaseUrl, join(root, 'prisma/migrations')));
  await step('Clerk’s browser scripts', () => ensureClerkScripts(folders.clerkScripts));
  const clerk = await step('A local Clerk', () =>
    startLocalClerk({
      stateFile: folders.clerkState,
      scriptsDir: folders.clerkScripts,
      webhookUrl: `http://localhost:${port}/api/webhooks/clerk`,
      log: logClerk,
    }),
  );
  running.push({ name: 'The local Clerk', stop: () => clerk.stop() });

  const mode = values.dev ? 'development' : 'production';
  const env = {
    ...process.env,
    ...clerk.env,
    DATABASE_URL: databaseUrl,
    NODE_ENV: mode,
    NEXT_TELEMETRY_DISABLED: '1',
    SHUTDOWN_DELAY_SECONDS: '0',
  } as NodeJS.ProcessEnv;
  if (values.dev) await step('Database client', () => generateClient(root, env));
  else
    await step(
      'Building the app',
      () => build(root, env),
      (built) => (built ? 'built' : 'up to date'),
    );
  const app = await step('The app', () => startApp(values.dev ? 'dev' : 'start', port, env));
  running.push({ name: 'The app', stop: () => app.stop() });
  void app.ended.then((code) => {
    if (stopping) return;
    console.error(`\nThe app ended by itself (code ${code ?? 'none'}). The end of its log:\n${readLog()}`);
    void stopAll(1);
  });

  await ensureAccounts(clerk);
  console.log(`\nPerdure is ready: http://localhost:${port}\n`);
  for (const { email, password } of accounts) console.log(`  ${email}   password: ${password}`);
  console.log(
    `\nClerk’s faults can be switched at ${clerk.controlUrl}/faults. Ctrl-C ends everything; the data stays.`,
  );
}

for (const [signal, code] of [
  ['SIGINT', 0],
  ['SIGTERM', 0],
  ['SIGHUP', 0],
] as const)
  process.on(signal, () => {
    if (!stopping) void stopAll(code);
  });

main().catch(async (error: unknown) => {
  if (stopping) return;
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  await stopAll(1);
});
