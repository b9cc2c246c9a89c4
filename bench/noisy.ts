// One person saves 50 times a second for 20 s (or as often, and for as long, as the two arguments say) while three
// others save once a second. Prints how long the others waited, what the one was told, and whether the log took a busy
// Postgres for one that is unreachable or a limited person for a Clerk that is down. Fails where an acknowledged save is
// missing, or the log told an outage that was none. Needs `npm run build`.
import { randomUUID } from 'node:crypto';
import { openDevice, type Device } from '../__tests__/e2e/support/device';
import { newPerson } from '../__tests__/e2e/support/people';
import { freePort, sql, startApp, startStack, type Stack } from '../__tests__/e2e/support/stack';
import { tell } from './support/figures';

const SAVES_A_SECOND = Number(process.argv[2] ?? 50);
const FOR_MS = Number(process.argv[3] ?? 20) * 1_000;
const QUIET_PEOPLE = 3;

interface Person {
  id: string;
  device: Device;
}
interface Told {
  saveId: string;
  userId: string;
  /** from sending to the whole answer, in ms */
  took: number;
  /** null where it was acknowledged */
  why: string | null;
}

/** Lets people save in turn at a steady rate, whether or not the saves before were answered. */
async function saveFor(ms: number, people: Person[], savesASecond: number): Promise<Told[]> {
  const saves: Promise<Told>[] = [];
  const began = performance.now();
  for (let n = 0; performance.now() - began < ms; n += 1) {
    saves.push(save(people[n % people.length]!, `Name ${n}`));
    await new Promise((resolve) => setTimeout(resolve, began + ((n + 1) * 1_000) / savesASecond - performance.now()));
  }
  return Promise.all(saves);
}

async function save({ id, device }: Person, lastName: string): Promise<Told> {
  const started = performance.now();
  const saveId = randomUUID();
  const heard = await device
    .save({ lastName }, saveId)
    .catch((error: unknown) => ({ ok: false as const, failure: { message: String(error) } }));
  return { saveId, userId: id, took: performance.now() - started, why: heard.ok ? null : heard.failure.message };
}

/** How often each answer was given, the most frequent first. */
function tellAnswers(saves: Told[]): void {
  const times = new Map<string, number>();
  for (const { why } of saves) times.set(why ?? 'acknowledged', (times.get(why ?? 'acknowledged') ?? 0) + 1);
  for (const [answer, many] of [...times].sort(([, a], [, b]) => b - a))
    console.log(`  ${String(many).padStart(5)}  ${answer}`);
}

/**
 * The acknowledged saves that history does not know, once nothing waits for Clerk any more and the two stores agree.
 */
async function missing({ databaseUrl, clerk }: Stack, people: Person[], saves: Told[]): Promise<number> {
  const ids = people.map(({ id }) => `'${id}'`).join();
  const waiting = async () =>
    Number(
      (
        await sql(
          databaseUrl,
          `SELECT count(*)::int AS n FROM "Profile" WHERE "pushDueAt" IS NOT NULL OR "invalidatedAt" IS NOT NULL`,
        )
      )[0]?.n,
    );
  while ((await waiting()) > 0) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    // a read lets a mirror catch up that has missed something
    await Promise.all(people.map(({ device }) => device.read().catch(() => null)));
  }
  for (const row of await sql(databaseUrl, `SELECT "userId", "values" FROM "Profile" WHERE "userId" IN (${ids})`)) {
    const inClerk = clerk.getUser(String(row.userId))?.last_name;
    const { lastName } = row.values as { lastName: string };
    if (inClerk !== lastName) throw new Error(`Clerk has ${inClerk}, Postgres ${lastName}`);
  }
  const known = new Set(
    (await sql(databaseUrl, `SELECT "saveId" FROM "ProfileChange" WHERE "userId" IN (${ids})`)).map(
      ({ saveId }) => saveId,
    ),
  );
  return saves.filter(({ saveId, why }) => why === null && !known.has(saveId)).length;
}

async function main(): Promise<void> {
  const port = await freePort();
  const stack = await startStack('noisy', port);
  let printed = '';
  const app = await startApp(stack.env, port, undefined, (text) => (printed += text));
  const people: Person[] = [];
  for (let n = 0; n <= QUIET_PEOPLE; n += 1) {
    const { id } = await newPerson(stack);
    const device = openDevice(stack, id, app.url);
    await device.read(); // the mirror knows them
    people.push({ id, device });
  }
  const [noisy, ...quiet] = people as [Person, ...Person[]];
  await saveFor(5_000, quiet, 10); // not measured: the first requests compile
  const alone = await saveFor(FOR_MS, quiet, QUIET_PEOPLE);

  const [loud, beside] = await Promise.all([
    saveFor(FOR_MS, [noisy], SAVES_A_SECOND),
    saveFor(FOR_MS, quiet, QUIET_PEOPLE),
  ]);
  console.log(
    `One person at ${SAVES_A_SECOND} saves a second for ${FOR_MS / 1_000} s beside ${QUIET_PEOPLE} at one a second, over HTTP to the app as production starts it.`,
  );
  tell(
    'the quiet ones, nobody else there',
    alone.map(({ took }) => took),
  );
  tell(
    'the quiet ones, beside the noisy one',
    beside.map(({ took }) => took),
  );
  tellAnswers(beside);
  tell(
    'the noisy one, acknowledged',
    loud.filter(({ why }) => why === null).map(({ took }) => took),
  );
  tell(
    'the noisy one, turned down',
    loud.filter(({ why }) => why !== null).map(({ took }) => took),
  );
  tellAnswers(loud);

  const lost = await missing(stack, people, [...alone, ...loud, ...beside]);
  const lines = printed.split('\n');
  const unreachable = lines.filter((line) => line.includes('unreachable')).length;
  const opened = lines.filter((line) => line.includes('Clerk does not answer: calls are held back')).length;
  console.log(
    `log: ${Math.round(printed.length / 1024)} KB; ${unreachable} lines say "unreachable"; the circuit of Clerk opened ${opened} times; ${lost} acknowledged saves missing`,
  );
  await app.stop();
  await stack.stop();
  process.exitCode = lost + unreachable + opened > 0 ? 1 : 0;
}

void main();
