import { english } from '@/__tests__/support/texts/in-english';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort, startApp, type App, type Stack } from '../../__tests__/e2e/support/stack';
import { printTimes } from '../support/figures';
import { openPeople } from '../support/people';
import { memoryOf } from '../support/process';
import { now, sleep } from './pages';

const DEVICES_EACH = 10;
const SAVES = 200;
/** How many streams are opened at a time, each with a session of its own: its first token lives a minute. */
const AT_ONCE = 50;

/** Measures many idle streams on one process: the memory of each, and how soon after a save it is on them. */
export async function measureStreams(stack: Stack, streams: number): Promise<void> {
  const app = await startApp(stack.env, await freePort());
  const people = await openPeople(stack, app.url, Math.ceil(streams / DEVICES_EACH));
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
    `\n${streams} streams of ${people.length} people on one process: ${(before / 1024).toFixed(0)} MB before, ` +
      `${(during / 1024).toFixed(0)} MB with them, ${((during - before) / streams).toFixed(1)} KB a stream`,
  );

  await ask(client, { collect: true });
  const { announced, stop } = await listenBare(stack.databaseUrl);
  const sent = new Map<string, number>();
  const took: number[] = [];
  for (let n = 0; n < SAVES; n += 1) {
    const started = now();
    const answer = await people[n % people.length]!.device.save({ firstName: `Save ${n}` });
    if (!answer.ok) throw new Error(english.say(answer.failure.message));
    sent.set(answer.value.version, started);
    took.push(now() - started);
  }
  await sleep(1_000);
  const { received } = (await ask(client, { collect: true })) as { received: { version: string; at: number }[] };
  printTimes('a save answered', took);
  printTimes(
    'from sending a save to its person’s streams',
    received.flatMap(({ version, at }) => (sent.has(version) ? [at - sent.get(version)!] : [])),
  );
  printTimes(
    'from a bare LISTEN receiving it to the streams',
    received.flatMap(({ version, at }) =>
      sent.has(version) && announced.has(version) ? [at - announced.get(version)!] : [],
    ),
  );
  client.kill();
  await stop();
  await app.stop();
}

/**
 * Returns the client's answer.
 * @throws if it ends instead
 */
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

/** Returns when a bare LISTEN connection received each version, ms since 1970. */
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

/** Returns the memory of the process at rest, in KB: the least of ten readings. */
async function atRest(app: App): Promise<number> {
  const readings: number[] = [];
  for (let i = 0; i < 10; i += 1) {
    readings.push(memoryOf(app.pid));
    await sleep(500);
  }
  return Math.min(...readings);
}
