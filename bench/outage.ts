// Measures saves while Clerk takes calls and never answers, across a restart of the app, and the time to catch up.
// Run: npm run build && npm run bench:outage [minutes, 5]; fails if an acknowledged save is not in Clerk afterwards.
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { freePort, sql, startApp, startStack, type App, type Stack } from '../__tests__/e2e/support/stack';
import { printTimes } from './support/figures';
import { countPending } from './support/pending';
import { atSteadyRate, openPeople, timeSave, type Person, type TimedSave } from './support/people';
import { memoryOf } from './support/process';

const PEOPLE = 100;
const SAVES_A_SECOND = 10;
const WELL_MS = 30_000;
const OUTAGE_MS = Number(process.argv[2] ?? 5) * 60_000;
const RESTARTED_MS = 30_000;
const READ_USAGE_EVERY_MS = OUTAGE_MS / 10;

/** The last name whose save was acknowledged last, by user. */
const acknowledged = new Map<string, string>();

/** Lets people save in turn at a steady rate, whether or not the saves before were answered. */
const saveFor = (ms: number, people: Person[], stretch: string): Promise<TimedSave[]> =>
  atSteadyRate(SAVES_A_SECOND, ms, async (n) => {
    const person = people[n % people.length]!;
    const save = await timeSave(person, `${stretch} ${n}`);
    if (save.failure === null) acknowledged.set(person.id, `${stretch} ${n}`);
    else console.error(`not saved: ${save.failure}`);
    return save;
  });

/** Prints what the process uses: memory, sockets and connections to Postgres. */
async function printUsage(when: string, app: App, stack: Stack): Promise<void> {
  const fds = `/proc/${app.pid}/fd`;
  const sockets = readdirSync(fds).filter((fd) => linkOf(`${fds}/${fd}`).startsWith('socket:')).length;
  const [row] = await sql(
    stack.databaseUrl,
    'SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  const mb = Math.round(memoryOf(app.pid) / 1024);
  console.log(`${when.padEnd(18)} ${mb} MB   ${sockets} sockets   ${Number(row?.n)} connections to Postgres`);
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed since it was listed
  }
}

/** Prints how many of the saves were acknowledged, and when. */
function printSaves(what: string, saves: TimedSave[]): void {
  const took = saves.flatMap((save) => (save.failure === null ? [save.took] : []));
  printTimes(`${what}: ${took.length} of ${saves.length} saves acknowledged`, took);
  console.log(`${' '.repeat(what.length)}  ${took.filter((ms) => ms > 100).length} of them after more than 100 ms`);
}

/** Returns the public key of Clerk's sessions in PEM, as Clerk's dashboard shows it. */
async function jwtKey({ clerk }: Stack): Promise<string> {
  const answer = await fetch(`${clerk.apiUrl}/v1/jwks`, { headers: { authorization: `Bearer ${clerk.secretKey}` } });
  const { keys } = (await answer.json()) as { keys: [JsonWebKey] };
  return createPublicKey({ key: keys[0], format: 'jwk' }).export({ type: 'spki', format: 'pem' }) as string;
}

async function main(): Promise<void> {
  const port = await freePort();
  const stack = await startStack('outage', port);
  // so that a process that starts while Clerk is unreachable can verify sessions
  const env = { ...stack.env, CLERK_JWT_KEY: await jwtKey(stack) };
  let app = await startApp(env, port);
  const people = await openPeople(stack, app.url, PEOPLE);
  await saveFor(5_000, people, 'Warm'); // not measured: the first requests compile

  const well = await saveFor(WELL_MS, people, 'Well');
  console.log(
    `Clerk well for ${WELL_MS / 1_000} s, then hanging for ${OUTAGE_MS / 1_000} s; ${PEOPLE} people, ` +
      `${SAVES_A_SECOND} saves a second, over HTTP to the app as production starts it.`,
  );
  await printUsage('before', app, stack);
  stack.clerk.faults.set({ hang: true });
  const began = Date.now();
  const usage = setInterval(
    () => void printUsage(`after ${Math.round((Date.now() - began) / 1_000)} s`, app, stack),
    READ_USAGE_EVERY_MS,
  );
  const hanging = await saveFor(OUTAGE_MS, people, 'Hanging');
  clearInterval(usage);
  await app.stop();
  app = await startApp(env, port); // a new process may not trust a row that is older than itself
  const restarted = await saveFor(RESTARTED_MS, people, 'Restarted');
  printSaves('Clerk well', well);
  printSaves('Clerk hanging', hanging);
  printSaves('the app started again', restarted);

  const pending = await countPending(stack.databaseUrl);
  const back = Date.now();
  stack.clerk.faults.reset();
  while ((await countPending(stack.databaseUrl)) > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  console.log(`Clerk back: ${pending} waiting people confirmed in ${((Date.now() - back) / 1_000).toFixed(1)} s`);
  await printUsage('afterwards', app, stack);
  const wrong = people.filter(({ id }) => stack.clerk.getUser(id)?.last_name !== acknowledged.get(id));
  console.log(`${wrong.length} of ${PEOPLE} people whose last acknowledged save is not in Clerk`);
  await app.stop();
  await stack.stop();
  process.exitCode = wrong.length > 0 || [...hanging, ...restarted].some(({ failure }) => failure !== null) ? 1 : 0;
}

void main();
