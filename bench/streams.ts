// Many idle streams on one process: what each costs in memory, and how long after a save its person's streams hear of it.
// The first argument says how many. Needs `npm run build`, and as many open files: `ulimit -n 16384`.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDevice, type Device } from '../__tests__/e2e/support/device';
import { newPerson } from '../__tests__/e2e/support/people';
import { freePort, startApp, startStack, type App } from '../__tests__/e2e/support/stack';
import { tell } from './support/figures';

const STREAMS = Number(process.argv[2] ?? 5_000);
/** each person has ten devices */
const PEOPLE = Math.ceil(STREAMS / 10);
const SAVES = 200;

const kilobytes = ({ pid }: App): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
const now = () => performance.timeOrigin + performance.now();

/** What the process holds once it has come to rest: the least of ten looks. */
async function atRest(app: App): Promise<number> {
  const looks: number[] = [];
  for (let i = 0; i < 10; i += 1) {
    looks.push(kilobytes(app));
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return Math.min(...looks);
}

async function main(): Promise<void> {
  const stack = await startStack('streams');
  const app = await startApp(stack.env, await freePort());
  const people: { id: string; cookies: string; device: Device }[] = [];
  for (let n = 0; n < PEOPLE; n += 1) {
    const { id } = await newPerson(stack);
    const { cookies } = await stack.clerk.createSession(id, { origin: app.url });
    people.push({ id, cookies, device: openDevice(stack, id, app.url) });
  }
  for (const { device } of people) await device.read(); // the mirror knows them, and the process has done all kinds of work
  for (const { device } of people.slice(0, 100)) await device.save({ lastName: 'Warm' });

  const client = fork(join(__dirname, 'support/idle-streams.mjs'));
  const before = await atRest(app);
  client.send({ open: { url: `${app.url}/api/profile/live`, cookies: Array.from({ length: STREAMS }, (_, i) => people[i % PEOPLE]!.cookies) } });
  await once(client, 'message');
  const during = await atRest(app);
  console.log(`${STREAMS} streams of ${PEOPLE} people: ${(before / 1024).toFixed(0)} MB before, ${(during / 1024).toFixed(0)} MB with them, ${((during - before) / STREAMS).toFixed(1)} KB a stream`);

  client.send({ collect: true });
  await once(client, 'message');
  const sent = new Map<string, number>();
  const took: number[] = [];
  for (let n = 0; n < SAVES; n += 1) {
    const started = now();
    const heard = await people[n % PEOPLE]!.device.save({ firstName: `Save ${n}` });
    if (!heard.ok) throw new Error(heard.message);
    sent.set(heard.value.version, started);
    took.push(now() - started);
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  client.send({ collect: true });
  const [{ heard }] = (await once(client, 'message')) as [{ heard: { version: string; at: number }[] }];
  tell('save sent to answered', took);
  tell('save sent to heard by its person’s streams', heard.flatMap(({ version, at }) => (sent.has(version) ? [at - sent.get(version)!] : [])));
  client.kill();
  await app.stop();
  await stack.stop();
}

void main();
