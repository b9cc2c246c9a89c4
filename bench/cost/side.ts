import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDevice, type Device } from '../../__tests__/e2e/support/device';
import { freePort, sql, startApp, type App, type Stack } from '../../__tests__/e2e/support/stack';
import { startLocalClerk, type LocalClerkOptions } from '../../local/clerk/start';
import { applyMigrations } from '../../local/postgres';
import type { Build, Run } from './run';

/** Clerk's own limits are for all processes together; what one process can do is measured without them. */
const NO_LIMITS = { perUser: 1_000_000, perInstance: 1_000_000 };
const OPENED_AT_ONCE = 8;
/** How often the first read of a profile is tried. */
const MOST_READS = 30;

/** Somebody whose profile the app has read from Clerk. */
export interface Person {
  id: string;
  device: Device;
  /** how often they have saved */
  saves: number;
}

/** A build that runs in a process of its own, with a database and a Clerk of its own. */
export interface Side {
  name: string;
  app: App;
  stack: Stack;
  /** they save in turn */
  people: Person[];
  /** how many saves were sent */
  sent: number;
  /** those who have saved, and of whom the app was not yet asked whether Clerk has confirmed it */
  unsettled: Set<Person>;
  /** the server action that saves, where it is not the app's own: its page and its name */
  action?: [page: string, name: string];
}

export interface SideOptions {
  people: number;
  webhooks?: boolean;
  /** absent: none; `clerk`: those of Clerk itself */
  limits?: 'clerk';
}

/** Runs `measure` on a side of each build, and stops them afterwards. */
export async function withSides<T>(
  run: Run,
  builds: Build[],
  options: SideOptions,
  measure: (sides: Side[]) => Promise<T>,
): Promise<T> {
  const sides: Side[] = [];
  try {
    for (const build of builds) {
      const side = await startSide(run, build, options);
      sides.push(side);
      await openPeople(side, build.dir, options.people);
    }
    return await measure(sides);
  } finally {
    for (const { app, stack } of sides) {
      await app.stop();
      await stack.stop();
    }
  }
}

async function startSide(
  { postgres, node }: Run,
  { name, dir }: Build,
  { webhooks = false, limits }: SideOptions,
): Promise<Side> {
  const port = await freePort();
  const stack = await openStack(
    postgres,
    `cost_${name.replaceAll(/\W/g, '_')}_${process.pid}`,
    join(dir, 'prisma/migrations'),
    {
      limits: limits === 'clerk' ? undefined : NO_LIMITS,
      webhookUrl: webhooks ? `http://localhost:${port}/api/webhooks/clerk` : undefined,
    },
  );
  const app = await startApp(stack.env, port, dir, undefined, node);
  return { name, app, stack, people: [], sent: 0, unsettled: new Set() };
}

/** Opens a database and a Clerk, in the place of those that the browser tests use. */
async function openStack(
  postgres: Run['postgres'],
  database: string,
  migrations: string,
  options: LocalClerkOptions,
): Promise<Stack> {
  const dropped = `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`;
  await sql(postgres.url(), dropped, `CREATE DATABASE "${database}"`);
  const databaseUrl = postgres.url(database);
  await applyMigrations(databaseUrl, migrations);
  const clerk = await startLocalClerk(options);
  return {
    clerk,
    databaseUrl,
    env: { ...clerk.env, DATABASE_URL: databaseUrl },
    stop: async () => {
      await clerk.stop();
      await sql(postgres.url(), dropped);
    },
  };
}

async function openPeople({ stack, app, people }: Side, dir: string, count: number): Promise<void> {
  const open = async (n: number): Promise<Person> => {
    const { id } = await stack.clerk.createUser({ email: `${n}@example.com`, firstName: 'Ann', lastName: 'Lee' });
    const device = openDevice(stack, id, app.url, dir);
    await read(device);
    return { id, device, saves: 0 };
  };
  stack.clerk.faults.set({ webhooks: 'off' }); // of people who sign up
  while (people.length < count) {
    const some = Math.min(OPENED_AT_ONCE, count - people.length);
    people.push(...(await Promise.all(Array.from({ length: some }, (_, i) => open(people.length + i)))));
  }
  stack.clerk.faults.set({ webhooks: 'on' });
  await sql(stack.databaseUrl, 'ANALYZE');
}

/**
 * Reads a profile for the first time, and again while the app says that Clerk does not answer yet, as a page does.
 * @throws if it cannot be read
 */
async function read(device: Device): Promise<void> {
  for (let times = 1; ; times += 1) {
    const answer = await device.get('/api/profile');
    const text = await answer.text();
    if (answer.ok) return;
    if (answer.status !== 503 || times === MOST_READS)
      throw new Error(`A profile was answered ${answer.status}: ${text}`);
    await sleep(1_000);
  }
}
