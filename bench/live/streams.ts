import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { openDevice, type Device } from '../../__tests__/e2e/support/device';
import { newPerson } from '../../__tests__/e2e/support/people';
import { freePort, startApp, type App, type Stack } from '../../__tests__/e2e/support/stack';
import { tell } from '../support/figures';
import { now, sleep } from './pages';

const DEVICES_EACH = 10;
const SAVES = 200;
/** Streams are opened so many at a time, each with a session of its own: a session's first token lives for a minute. */
const AT_ONCE = 50;

/**
 * Many idle streams on one process: what each costs in memory, and how long after a save its person's streams hear of
 * it.
 */
export async function measureStreams(stack: Stack, streams: number): Promise<void> {
  const app = await startApp(stack.env, await freePort());
  const people: { id: string; device: Device }[] = [];
  for (let n = 0; n < streams / DEVICES_EACH; n += 1) {
    const { id } = await newPerson(stack);
    const device = openDevice(stack, id, app.url);
    await device.read(); // the mirror knows them, and the process has done all kinds of work
    people.push({ id, device });
  }
  for (const { device } of people.slice(0, 100)) await device.save({ lastName: 'Warm' });

  const client = fork(join(__dirname, 'idle-streams.mjs'));
  const before = await atRest(app);
  for (let opened = 0; opened < streams; opened += AT_ONCE) {
    const ids = Array.from(
      { length: Math.min(AT_ONCE, streams - opened) },
      (_, i) => people[(opened + i) % people.length]!.id,
    );
    const cookies = await Promise.all(
      ids.map(async (id) => (await stack.clerk.createSession(id, { origin: app.url })).cookies),
    );
    await ask(client, { open: { url: `${app.url}/api/profile/live`, cookies } });
  }
  const during = await atRest(app);
  console.log(
    `\n${streams} streams of ${people.length} people on one process: ${(before / 1024).toFixed(0)} MB before, ${(during / 1024).toFixed(0)} MB with them, ${((during - before) / streams).toFixed(1)} KB a stream`,
  );

  await ask(client, { collect: true });
  const { announced, stop } = await listenBare(stack.databaseUrl);
  const sent = new Map<string, number>();
  const took: number[] = [];
  for (let n = 0; n < SAVES; n += 1) {
    const started = now();
    const heard = await people[n % people.length]!.device.save({ firstName: `Save ${n}` });
    if (!heard.ok) throw new Error(heard.failure.message);
    sent.set(heard.value.version, started);
    took.push(now() - started);
  }
  await sleep(1_000);
  const { heard } = (await ask(client, { collect: true })) as { heard: { version: string; at: number }[] };
  tell('a save answered', took);
  tell(
    'from sending a save to its person’s streams',
    heard.flatMap(({ version, at }) => (sent.has(version) ? [at - sent.get(version)!] : [])),
  );
  tell(
    'from a bare LISTEN hearing of it to the streams',
    heard.flatMap(({ version, at }) =>
      sent.has(version) && announced.has(version) ? [at - announced.get(version)!] : [],
    ),
  );
  client.kill();
  await stop();
  await app.stop();
}

/** Asks the client, and gives its answer. Rejects where it ends instead. */
async function ask(client: ChildProcess, question: object): Promise<unknown> {
  const ended = new AbortController();
  const died = once(client, 'exit', { signal: ended.signal }).then(
    () => Promise.reject(new Error('the client of the streams ended')),
    () => undefined,
  );
  client.send(question);
  const [answer] = (await Promise.race([once(client, 'message', { signal: ended.signal }), died])) as [unknown];
  ended.abort();
  return answer;
}

/** When a connection of its own, with nothing around it, heard of each version. */
async function listenBare(databaseUrl: string): Promise<{ announced: Map<string, number>; stop: () => Promise<void> }> {
  const announced = new Map<string, number>();
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  client.on('notification', ({ payload }) => {
    const at = now();
    const { version } = JSON.parse(payload ?? '{}') as { version?: string };
    if (version !== undefined) announced.set(version, at);
  });
  await client.query('LISTEN perdure_profile');
  return { announced, stop: () => client.end() };
}

/** What the process holds once it has come to rest, in KB: the least of ten looks. */
async function atRest(app: App): Promise<number> {
  const looks: number[] = [];
  for (let i = 0; i < 10; i += 1) {
    looks.push(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${app.pid}/status`, 'utf8'))?.[1]));
    await sleep(500);
  }
  return Math.min(...looks);
}
