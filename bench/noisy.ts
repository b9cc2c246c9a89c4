// Measures how long three people's saves wait while a fourth saves 50 times a second; fails if a save is lost.
// Run: npm run build && npm run bench:noisy [saves a second, 50] [seconds, 20]
import { freePort, sql, startApp, startStack, type Stack } from '../__tests__/e2e/support/stack';
import { printTimes } from './support/figures';
import { countUnsettled } from './support/pending';
import { atSteadyRate, openPeople, timeSave, type Person, type TimedSave } from './support/people';

const SAVES_A_SECOND = Number(process.argv[2] ?? 50);
const FOR_MS = Number(process.argv[3] ?? 20) * 1_000;
const QUIET_PEOPLE = 3;

/** Lets people save in turn at a steady rate, whether or not the saves before were answered. */
const saveFor = (ms: number, people: Person[], savesASecond: number): Promise<TimedSave[]> =>
  atSteadyRate(savesASecond, ms, (n) => timeSave(people[n % people.length]!, `Name ${n}`));

/** Prints how often each answer was returned, the most frequent first. */
function printAnswers(saves: TimedSave[]): void {
  const times = new Map<string, number>();
  for (const { failure } of saves) {
    const answer = failure ?? 'acknowledged';
    times.set(answer, (times.get(answer) ?? 0) + 1);
  }
  for (const [answer, many] of [...times].sort(([, a], [, b]) => b - a))
    console.log(`  ${String(many).padStart(5)}  ${answer}`);
}

/**
 * Returns how many acknowledged saves history lacks, once Clerk and Postgres have settled.
 * @throws if the two differ then
 */
async function countLost({ databaseUrl, clerk }: Stack, people: Person[], saves: TimedSave[]): Promise<number> {
  const ids = people.map(({ id }) => `'${id}'`).join();
  while ((await countUnsettled(databaseUrl)) > 0) await new Promise((resolve) => setTimeout(resolve, 200));
  for (const row of await sql(databaseUrl, `SELECT "userId", "values" FROM "Profile" WHERE "userId" IN (${ids})`)) {
    const inClerk = clerk.getUser(String(row.userId))?.last_name;
    const { lastName } = row.values as { lastName: string };
    if (inClerk !== lastName) throw new Error(`Clerk has ${inClerk}, Postgres ${lastName}`);
  }
  const rows = await sql(databaseUrl, `SELECT "saveId" FROM "ProfileChange" WHERE "userId" IN (${ids})`);
  const known = new Set(rows.map(({ saveId }) => saveId));
  return saves.filter(({ saveId, failure }) => failure === null && !known.has(saveId)).length;
}

const timesOf = (saves: TimedSave[]) => saves.map(({ took }) => took);

async function main(): Promise<void> {
  const port = await freePort();
  const stack = await startStack('noisy', port);
  let printed = '';
  const app = await startApp(stack.env, port, undefined, (text) => (printed += text));
  const people = await openPeople(stack, app.url, QUIET_PEOPLE + 1);
  const [noisy, ...quiet] = people as [Person, ...Person[]];
  await saveFor(5_000, quiet, 10); // not measured: the first requests compile
  const alone = await saveFor(FOR_MS, quiet, QUIET_PEOPLE);

  const [loud, beside] = await Promise.all([
    saveFor(FOR_MS, [noisy], SAVES_A_SECOND),
    saveFor(FOR_MS, quiet, QUIET_PEOPLE),
  ]);
  console.log(
    `One person at ${SAVES_A_SECOND} saves a second for ${FOR_MS / 1_000} s beside ${QUIET_PEOPLE} at one a second, ` +
      'over HTTP to the app as production starts it.',
  );
  printTimes('the quiet ones, nobody else there', timesOf(alone));
  printTimes('the quiet ones, beside the noisy one', timesOf(beside));
  printAnswers(beside);
  printTimes('the noisy one, acknowledged', timesOf(loud.filter(({ failure }) => failure === null)));
  printTimes('the noisy one, not acknowledged', timesOf(loud.filter(({ failure }) => failure !== null)));
  printAnswers(loud);

  const lost = await countLost(stack, people, [...alone, ...loud, ...beside]);
  const lines = printed.split('\n');
  const unreachable = lines.filter((line) => line.includes('unreachable')).length;
  const opened = lines.filter((line) => line.includes('Clerk does not answer: calls are held back')).length;
  console.log(
    `log: ${Math.round(printed.length / 1024)} KB; ${unreachable} lines say "unreachable"; ` +
      `the circuit of Clerk opened ${opened} times; ${lost} acknowledged saves missing`,
  );
  await app.stop();
  await stack.stop();
  process.exitCode = lost + unreachable + opened > 0 ? 1 : 0;
}

void main();
