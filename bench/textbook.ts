// Measures saves of the textbook action (await Clerk twice, then upsert) beside ours: time, rate, CPU, confirmation.
// Run: npm run bench:textbook [webhooks]; builds a copy of the repository that has that action. Linux only.
import { english } from '@/__tests__/support/texts/in-english';
import { rmSync } from 'node:fs';
import { openDevice, type Device } from '../__tests__/e2e/support/device';
import { freePort, startApp, startStack, type App, type Stack } from '../__tests__/e2e/support/stack';
import { colorNames } from '../lib/profile/model/colors/palette';
import type { Patch } from '../lib/profile/model/values';
import { quantile } from './support/figures';
import { countPending } from './support/pending';
import { cpuOf } from './support/process';
import { buildWithPage } from './support/copy-with-page';

/** Enough that nobody saves again within the 2 s in which their saves would become one push. */
const PEOPLE = 200;
const CLERK_MS = [0, 150, 500];
const AT_ONCE = [1, 8];
const ROUNDS = 3;
const ROUND_MS = 6_000;
/** Clerk's own limits are for all processes together; what one process can do is measured without them. */
const NO_LIMITS = { perUser: 1_000_000, perInstance: 1_000_000 };

/** One of the two actions, in an app and with a Clerk of its own. */
interface Side {
  stack: Stack;
  app: App;
  devices: Device[];
  save: (device: Device, patch: Patch) => Promise<unknown>;
  saves: number;
}
interface Round {
  took: number[];
  aSecond: number;
  /** CPU time for each save, its push included, in ms: it does not depend on what else the machine does */
  cpu: number;
  /** from the last answer until Clerk has confirmed all, in ms */
  confirmedAfter: number;
}

async function open(name: string, dir: string, webhooks: boolean, save: Side['save']): Promise<Side> {
  const port = await freePort();
  const stack = await startStack(name, webhooks ? port : undefined, NO_LIMITS);
  const app = await startApp(stack.env, port, dir);
  const devices: Device[] = [];
  for (let n = 0; n < PEOPLE; n += 1) {
    const { id } = await stack.clerk.createUser({ email: `${n}@example.com`, firstName: 'Ann', lastName: 'Lee' });
    devices.push(openDevice(stack, id, app.url, dir));
  }
  for (const device of devices) await device.read(); // Postgres holds them, and they have a session
  return { stack, app, devices, save, saves: 0 };
}

/** Lets `atOnce` people save at a time, each next one after an answer, and waits until Clerk has confirmed all. */
async function round(side: Side, atOnce: number, ms: number): Promise<Round> {
  const took: number[] = [];
  const began = performance.now();
  const computed = cpuOf(side.app.pid);
  const visitor = async () => {
    while (performance.now() - began < ms) {
      const n = (side.saves += 1);
      const started = performance.now();
      await side.save(side.devices[n % PEOPLE]!, {
        firstName: `Ann ${n}`,
        lastName: `Lee ${n}`,
        avatarColor: colorNames[Math.floor(n / PEOPLE) % colorNames.length],
      });
      took.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, visitor));
  const answered = performance.now();
  while ((await countPending(side.stack.databaseUrl)) > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  const confirmedAfter = performance.now() - answered;
  return {
    took,
    aSecond: (took.length / (answered - began)) * 1_000,
    cpu: (cpuOf(side.app.pid) - computed) / took.length,
    confirmedAfter,
  };
}

function show(name: string, rounds: Round[]): void {
  const took = rounds.flatMap((one) => one.took);
  const [p50, p95] = [0.5, 0.95].map((q) => quantile(took, q).toFixed(0).padStart(5));
  const middle = (of: (one: Round) => number) => quantile(rounds.map(of), 0.5);
  const aSecond = middle((one) => one.aSecond)
    .toFixed(1)
    .padStart(5);
  const cpu = middle((one) => one.cpu)
    .toFixed(0)
    .padStart(3);
  const confirmed = (middle((one) => one.confirmedAfter) / 1_000).toFixed(1);
  console.log(
    `  ${name.padEnd(9)} p50 ${p50}   p95 ${p95} ms   ${aSecond} saves/s   ${cpu} ms of CPU each   ` +
      `all confirmed ${confirmed} s later   of ${took.length}`,
  );
}

async function main(): Promise<void> {
  const webhooks = process.argv[2] === 'webhooks';
  const dir = buildWithPage('textbook');
  const sides: Record<string, Side> = {
    textbook: await open('textbook', dir, false, (device, patch) =>
      device.call('/textbook', 'saveTextbookAction', [patch]),
    ),
    ours: await open('ours', dir, webhooks, async (device, patch) => {
      const answer = await device.save(patch);
      if (!answer.ok) throw new Error(english.say(answer.failure.message));
    }),
  };
  for (const side of Object.values(sides)) await round(side, 4, 10_000); // not measured: the first requests compile

  console.log(
    `One process each, ${PEOPLE} people, Clerk's limits off, webhooks ${webhooks ? 'on' : 'off'}; ` +
      `${ROUNDS} rounds of ${ROUND_MS / 1_000} s in turns.`,
  );
  for (const clerkMs of CLERK_MS)
    for (const atOnce of AT_ONCE) {
      const rounds: Record<string, Round[]> = { textbook: [], ours: [] };
      for (let n = 0; n < ROUNDS; n += 1)
        for (const [name, side] of Object.entries(sides)) {
          side.stack.clerk.faults.set({ slowMs: clerkMs });
          rounds[name]?.push(await round(side, atOnce, ROUND_MS));
        }
      console.log(`each call of Clerk ${clerkMs} ms, ${atOnce} at once`);
      for (const [name, all] of Object.entries(rounds)) show(name, all);
    }
  for (const { app, stack } of Object.values(sides)) {
    await app.stop();
    await stack.stop();
  }
  rmSync(dir, { recursive: true, force: true });
}

void main();
