// An outage: Clerk takes calls and never answers, for five minutes or for as many as the first argument says, while
// people go on saving. Then the app is started again, since a new process may not believe what is older than itself.
// Prints how long saves took to be answered beside the same with Clerk well, what the process held, and how long it
// took afterwards until everything was confirmed. Needs `npm run build`.
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { openDevice, type Device } from '../__tests__/e2e/support/device';
import { newPerson } from '../__tests__/e2e/support/people';
import { freePort, sql, startApp, startStack, type App, type Stack } from '../__tests__/e2e/support/stack';
import { tell } from './support/figures';

const PEOPLE = 100;
const SAVES_A_SECOND = 10;
const WELL_MS = 30_000;
const OUTAGE_MS = Number(process.argv[2] ?? 5) * 60_000;
const RESTARTED_MS = 30_000;
const LOOK_EVERY_MS = OUTAGE_MS / 10;

interface Person {
  id: string;
  device: Device;
  lastName?: string;
}
interface Saved {
  /** from sending to the whole answer, in ms; null where it was not acknowledged */
  took: number | null;
}

/** Lets people save one after the other at a steady rate, whether or not the ones before were answered. */
async function saveFor(ms: number, people: Person[], stretch: string): Promise<Saved[]> {
  const saves: Promise<Saved>[] = [];
  const until = Date.now() + ms;
  for (let n = 0; Date.now() < until; n += 1) {
    saves.push(save(people[n % people.length]!, `${stretch} ${n}`));
    await new Promise((resolve) => setTimeout(resolve, 1_000 / SAVES_A_SECOND));
  }
  return Promise.all(saves);
}

async function save(person: Person, lastName: string): Promise<Saved> {
  const started = performance.now();
  const heard = await person.device
    .save({ lastName })
    .catch((error: unknown) => ({ ok: false as const, failure: { message: String(error) } }));
  if (heard.ok) person.lastName = lastName;
  else console.error(`not saved: ${heard.failure.message}`);
  return { took: heard.ok ? performance.now() - started : null };
}

/** What the process holds: memory in MB, sockets, and connections to Postgres. */
async function look(app: App, stack: Stack): Promise<{ mb: number; sockets: number; connections: number }> {
  const kb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${app.pid}/status`, 'utf8'))?.[1]);
  const sockets = readdirSync(`/proc/${app.pid}/fd`).filter((fd) =>
    linkOf(`/proc/${app.pid}/fd/${fd}`).startsWith('socket:'),
  ).length;
  const [row] = await sql(
    stack.databaseUrl,
    'SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  return { mb: Math.round(kb / 1024), sockets, connections: Number(row?.n) };
}
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // closed since it was listed
  }
}

/** How many of the saves were acknowledged, and when. */
function tellSaves(what: string, saves: Saved[]): void {
  const took = saves.flatMap((one) => one.took ?? []);
  tell(`${what}: ${took.length} of ${saves.length} saves acknowledged`, took);
  console.log(`${' '.repeat(what.length)}  ${took.filter((ms) => ms > 100).length} of them after more than 100 ms`);
}

/** The public key of Clerk's sessions, in PEM, as its dashboard shows it. */
async function jwtKey({ clerk }: Stack): Promise<string> {
  const answer = await fetch(`${clerk.apiUrl}/v1/jwks`, { headers: { authorization: `Bearer ${clerk.secretKey}` } });
  const { keys } = (await answer.json()) as { keys: [JsonWebKey] };
  return createPublicKey({ key: keys[0], format: 'jwk' }).export({ type: 'spki', format: 'pem' }) as string;
}

async function main(): Promise<void> {
  const port = await freePort();
  const stack = await startStack('outage', port);
  // so that a process can tell who is signed in which starts while Clerk is unreachable
  const env = { ...stack.env, CLERK_JWT_KEY: await jwtKey(stack) };
  let app = await startApp(env, port);
  const people: Person[] = [];
  for (let n = 0; n < PEOPLE; n += 1) {
    const { id } = await newPerson(stack);
    const person = { id, device: openDevice(stack, id, app.url) };
    await person.device.read(); // the mirror knows them
    people.push(person);
  }
  await saveFor(5_000, people, 'Warm'); // not measured: the first requests compile

  const well = await saveFor(WELL_MS, people, 'Well');
  console.log(
    `Clerk well for ${WELL_MS / 1_000} s, then hanging for ${OUTAGE_MS / 1_000} s; ${PEOPLE} people, ${SAVES_A_SECOND} saves a second, over HTTP to the app as production starts it.`,
  );
  const show = async (when: string) => {
    const { mb, sockets, connections } = await look(app, stack);
    console.log(`${when.padEnd(18)} ${mb} MB   ${sockets} sockets   ${connections} connections to Postgres`);
  };
  await show('before');
  stack.clerk.faults.set({ hang: true });
  const began = Date.now();
  const looking = setInterval(() => void show(`after ${Math.round((Date.now() - began) / 1_000)} s`), LOOK_EVERY_MS);
  const hanging = await saveFor(OUTAGE_MS, people, 'Hanging');
  clearInterval(looking);
  await app.stop();
  app = await startApp(env, port);
  const restarted = await saveFor(RESTARTED_MS, people, 'Restarted');
  tellSaves('Clerk well', well);
  tellSaves('Clerk hanging', hanging);
  tellSaves('the app started again', restarted);

  const waiting = async () =>
    Number(
      (await sql(stack.databaseUrl, 'SELECT count(*)::int AS n FROM "Profile" WHERE "pushDueAt" IS NOT NULL'))[0]?.n,
    );
  const pending = await waiting();
  const back = Date.now();
  stack.clerk.faults.reset();
  while ((await waiting()) > 0) await new Promise((resolve) => setTimeout(resolve, 100));
  console.log(`Clerk back: ${pending} waiting people confirmed in ${((Date.now() - back) / 1_000).toFixed(1)} s`);
  await show('afterwards');
  const wrong = people.filter(({ id, lastName }) => stack.clerk.getUser(id)?.last_name !== lastName);
  console.log(`${wrong.length} of ${PEOPLE} people whose last acknowledged save is not in Clerk`);
  await app.stop();
  await stack.stop();
  process.exitCode = wrong.length > 0 || [...hanging, ...restarted].some(({ took }) => took === null) ? 1 : 0;
}

void main();
