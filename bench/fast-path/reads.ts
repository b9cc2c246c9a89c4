import { newPerson } from '../../__tests__/e2e/support/people';
import { openDevice } from '../../__tests__/e2e/support/device';
import type { App, Stack } from '../../__tests__/e2e/support/stack';
import { printTimes, quantile } from '../support/figures';
import { cpuOf } from '../support/process';

/** How often a session is renewed, in ms: its token lives for 60 s. */
const RENEW_EVERY_MS = 40_000;
const WARM_UP = 300;

/** One way to be answered, and what was measured of it. */
export interface Way {
  name: string;
  app: App;
}

/**
 * Measures `GET /api/profile` in both ways, request by request in turn, so that whatever else the machine does slows
 * both alike: answered 200, and 304. CPU is that of the app's process, its background work included.
 */
export async function measureReads(stack: Stack, ways: readonly [Way, Way], requests: number): Promise<void> {
  const { id } = await newPerson(stack);
  await openDevice(stack, id, ways[0].app.url).save({ firstName: 'Ann' });
  const readers = await Promise.all(ways.map(async (way) => ({ ...way, read: await openReader(stack, id, way.app) })));

  for (const status of [200, 304] as const) {
    for (let n = 0; n < WARM_UP; n += 1) for (const { read } of readers) await read(status);
    const took = readers.map((): number[] => []);
    const cpuBefore = readers.map(({ app }) => cpuOf(app.pid));
    for (let n = 0; n < requests; n += 1)
      for (const which of n % 2 === 0 ? [0, 1] : [1, 0]) took[which]!.push(await readers[which]!.read(status));
    const cpu = readers.map(({ app }, which) => (cpuOf(app.pid) - cpuBefore[which]!) / requests);
    console.log(`\nGET /api/profile answered ${status}:`);
    readers.forEach(({ name }, which) => {
      printTimes(name, took[which]!, 2);
      console.log(`${''.padEnd(58)} CPU ${cpu[which]!.toFixed(2)} ms a request`);
    });
    for (const q of [0.5, 0.95])
      console.log(`gain at p${q * 100}: ${(100 * (1 - quantile(took[1]!, q) / quantile(took[0]!, q))).toFixed(0)} %`);
  }
}

/** Returns a function that reads the profile once and returns how long the answer took, in ms. */
async function openReader(stack: Stack, userId: string, { url }: App): Promise<(status: 200 | 304) => Promise<number>> {
  let session = { cookie: '', at: -Infinity };
  let etag = '';
  return async (status) => {
    if (performance.now() - session.at > RENEW_EVERY_MS) {
      const { cookies } = await stack.clerk.createSession(userId, { origin: url });
      session = { cookie: cookies, at: performance.now() };
    }
    const headers: Record<string, string> = { cookie: session.cookie };
    if (status === 304) headers['if-none-match'] = etag;
    const asked = performance.now();
    const answer = await fetch(`${url}/api/profile`, { headers });
    await answer.arrayBuffer();
    const took = performance.now() - asked;
    if (answer.status !== status) throw new Error(`${url} answered ${answer.status} instead of ${status}`);
    etag = answer.headers.get('etag') ?? '';
    return took;
  };
}
