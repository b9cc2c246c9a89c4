import { randomUUID } from 'node:crypto';
import { test, expect } from '@playwright/test';
import type { FaultSettings, LoggedRequest } from '@/local/clerk/start';
import { fromClerk } from '@/lib/profile/core/clerk-shape';
import { palette } from '@/lib/profile/model/colors/palette';
import type { Patch } from '@/lib/profile/model/values';
import { clerkShapeOf } from '../../support/builders';
import { sizeOf } from '../../support/size';
import { openDevice, saveUntilHeard, type Device } from '../support/device';
import { newPerson } from '../support/people';
import { freePort, sql, startApp, startStack } from '../support/stack';

const USERS = sizeOf({ smaller: 20, full: 50 });
const SAVES = USERS * sizeOf({ smaller: 10, full: 20 });
/** How long Clerk stays as it is, in ms. */
const SPELL_MS = 1_500;

const well: Partial<FaultSettings> = {
  status: null,
  retryAfter: 1,
  slowMs: 0,
  hang: false,
  loseAnswer: false,
  applyLateMs: null,
  refuseFields: [],
  down: false,
};
const weather: Partial<FaultSettings>[] = [
  {},
  { status: 503 },
  { loseAnswer: true },
  {},
  { hang: true },
  { status: 429 },
  { slowMs: 300 },
  { loseAnswer: true, applyLateMs: 400 },
  {},
  { down: true },
];

test('concurrent saves of many users through two processes are each made once while Clerk flaps', async () => {
  test.setTimeout(400_000);
  const ports = [await freePort(), await freePort()];
  const stack = await startStack('two_apps', ports[0]);
  const apps = await Promise.all(ports.map((port) => startApp(stack.env, port)));
  const people = await Promise.all(Array.from({ length: USERS }, async () => (await newPerson(stack)).id));
  const devices = people.flatMap((id) => apps.map(({ url }) => ({ id, device: openDevice(stack, id, url) })));
  for (const { device } of devices) await device.read(); // the mirror knows them

  let spell = 0;
  const flapping = setInterval(
    () => stack.clerk.faults.set({ ...well, ...weather[(spell += 1) % weather.length] }),
    SPELL_MS,
  );
  const began = Date.now();
  const saved = await Promise.all(devices.map(({ device }, n) => saveMany(device, devices[n ^ 1]!.device, n)));
  const took = Date.now() - began;
  await expect
    .poll(() => spell, { message: 'all weather has been', timeout: 60_000 })
    .toBeGreaterThanOrEqual(weather.length);
  clearInterval(flapping);
  stack.clerk.faults.reset();

  const open = () =>
    sql(
      stack.databaseUrl,
      'SELECT "userId", "dueAt", attempts, "inFlightWrites" FROM "Profile" WHERE "dueAt" IS NOT NULL',
    );
  const output = () => apps.map((app) => app.output()).join('\n\n');
  await expect
    .poll(open, { message: 'everything is confirmed once Clerk is back', timeout: 90_000 })
    .toEqual([])
    .catch((error: unknown) => {
      throw new Error(output(), { cause: error });
    });

  const history = (await sql(
    stack.databaseUrl,
    'SELECT "userId", "saveId", changes FROM "ProfileChange" ORDER BY id',
  )) as { userId: string; saveId: string | null; changes: Record<string, { to?: string }> }[];
  const rows = (await sql(stack.databaseUrl, 'SELECT "userId", "values" FROM "Profile"')) as {
    userId: string;
    values: Record<string, string>;
  }[];
  const times = new Map<string, number>();
  for (const { saveId } of history) if (saveId) times.set(saveId, (times.get(saveId) ?? 0) + 1);
  expect(saved.flat()).toHaveLength(SAVES);
  expect(
    saved.flat().filter((saveId) => times.get(saveId) !== 1),
    'acknowledged, and not once in history',
  ).toEqual([]);
  for (const { userId, values } of rows) {
    const user = stack.clerk.getUser(userId)!;
    expect(fromClerk(clerkShapeOf(user)), 'Clerk and the mirror').toMatchObject(values);
    const told = Object.fromEntries(
      history
        .filter((change) => change.userId === userId)
        .flatMap(({ changes }) =>
          Object.entries(changes).flatMap(([name, { to }]) => (to === undefined ? [] : [[name, to]])),
        ),
    );
    expect(values, 'the last of each field in history').toMatchObject(told);
  }

  const calls = stack.clerk.requests().filter(({ method, late }) => method === 'PATCH' && !late);
  for (const id of people) {
    const own = calls.filter(({ path }) => path.includes(id));
    expect(own.length).toBeGreaterThan(0);
    expect(overlapping(own), 'calls of two pushes of one user at once').toEqual([]);
    expect(mostWithin(own, 10_000), 'Clerk allows 10 updates a user in 10 s').toBeLessThanOrEqual(10);
  }
  console.log(
    `${SAVES} saves acknowledged in ${Math.round(took / 1000)} s, ${calls.length} calls, at most ${Math.max(
      ...people.map((id) =>
        mostWithin(
          calls.filter(({ path }) => path.includes(id)),
          10_000,
        ),
      ),
    )} a user in 10 s, ${spell} spells of weather`,
  );
  await Promise.all(apps.map((app) => app.stop()));
  await stack.stop();
});

/**
 * One device's saves, one after the other; one that was not heard of is sent again, as the page does, and every fifth
 * goes through both processes at once. Returns the acknowledged ids.
 */
async function saveMany(device: Device, elsewhere: Device, n: number): Promise<string[]> {
  const colours = Object.keys(palette);
  const acknowledged: string[] = [];
  for (let i = 0; i < SAVES / USERS / 2; i += 1) {
    const saveId = randomUUID();
    const patch = (
      i % 3 === 2
        ? { avatarColor: colours[(n + i) % colours.length] }
        : { [i % 3 === 0 ? 'firstName' : 'lastName']: `Device ${n} save ${i}` }
    ) as Patch;
    await Promise.all([saveUntilHeard(device, patch, saveId), i % 5 === 4 && saveUntilHeard(elsewhere, patch, saveId)]);
    acknowledged.push(saveId);
  }
  return acknowledged;
}

/** Pairs of calls of which one began before the other had ended. */
function overlapping(calls: readonly LoggedRequest[]): string[] {
  const inOrder = [...calls].sort((a, b) => a.at - b.at);
  return inOrder.flatMap((call, i) => {
    const before = inOrder[i - 1];
    return before && (before.endedAt ?? Infinity) > call.at
      ? [`${before.path} ${before.at}–${before.endedAt} and ${call.path} ${call.at}`]
      : [];
  });
}

/** The most calls that began within any such stretch of time. */
const mostWithin = (calls: readonly LoggedRequest[], ms: number): number =>
  Math.max(0, ...calls.map(({ at }) => calls.filter((other) => other.at >= at && other.at < at + ms).length));
