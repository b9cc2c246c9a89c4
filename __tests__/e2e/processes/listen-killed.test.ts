import { fromClerk } from '@/lib/profile/core/clerk-shape';
import { colorNames, palette } from '@/lib/profile/model/colors/palette';
import type { FieldName, Patch } from '@/lib/profile/model/values';
import { clerkShapeOf } from '../../support/builders';
import { sizeOf } from '../../support/size';
import { openDevice, saveUntilHeard, type Device } from '../support/device';
import { expect, expectConfirmed, expectProfile, hideTabs, signIn, test } from '../support/fixtures';
import { freePort, sql, startApp } from '../support/stack';

const SAVES = sizeOf({ smaller: 100, full: 500 });
const KILLS = sizeOf({ smaller: 20, full: 100 });

test('every save shows on the open pages of two processes whose LISTEN connections keep being killed', async ({
  page,
  person,
  stack,
  app,
  browser,
}) => {
  test.setTimeout(300_000);
  const other = await startApp(stack.env, await freePort());
  const apps = [app, other];
  const pages = [page, await (await browser.newContext({ baseURL: other.url })).newPage()];
  for (const each of pages) {
    await hideTabs(each.context()); // they show only what the streams bring
    await signIn(each, person);
  }
  const devices = apps.map(({ url }) => openDevice(stack, person.id, url));
  const unsettled = () =>
    sql(
      stack.databaseUrl,
      `SELECT "dueAt", attempts, "inFlightWrites" FROM "Profile"
        WHERE "userId" = '${person.id}' AND "dueAt" IS NOT NULL`,
    );

  const killed = new Set<number>();
  let over = false;
  const killing = (async () => {
    while (!over) for (const pid of await killListeners(stack.databaseUrl)) killed.add(pid);
  })();
  const began = Date.now();
  const saved = (await Promise.all(devices.map((device, n) => saveMany(device, n, () => killed.size)))).flat();
  const took = Date.now() - began;
  // Also the news that the last save is confirmed must not get lost.
  await expect.poll(unsettled, { message: 'everything is confirmed', timeout: 60_000 }).toEqual([]);
  over = true;
  await killing;
  const ended = Date.now();

  const history = (await sql(
    stack.databaseUrl,
    `SELECT "saveId", changes FROM "ProfileChange" WHERE "userId" = '${person.id}' ORDER BY id`,
  )) as { saveId: string | null; changes: Record<string, { to?: string }> }[];
  const last = Object.fromEntries(
    history.flatMap(({ changes }) => Object.entries(changes).map(([name, { to }]) => [name, to])),
  ) as unknown as Record<FieldName, string>;
  for (const each of pages) {
    await expectProfile(each, {
      firstName: last.firstName,
      lastName: last.lastName,
      colour: palette[last.avatarColor as keyof typeof palette].label,
    });
    await expectConfirmed(each);
  }
  const shown = Date.now() - ended;
  for (const device of devices) expect(await device.read()).toMatchObject({ values: last, pending: [] });
  const rows = await sql(stack.databaseUrl, `SELECT "values", base FROM "Profile" WHERE "userId" = '${person.id}'`);
  expect(rows).toMatchObject([{ values: last, base: last }]);
  const user = stack.clerk.getUser(person.id)!;
  expect(fromClerk(clerkShapeOf(user))).toMatchObject(last);
  expect(history.map(({ saveId }) => saveId).sort(), 'history: each acknowledged save once, and nothing else').toEqual(
    saved.sort(),
  );
  expect(saved).toHaveLength(SAVES);
  expect(killed.size).toBeGreaterThanOrEqual(KILLS);

  console.log(
    `${saved.length} saves acknowledged in ${Math.round(took / 1000)} s, ${killed.size} LISTEN connections killed, ` +
      `all shown ${shown} ms after the last kill`,
  );
  await pages[1]!.context().close();
  await other.stop();
});

/** Makes one device's saves one after the other, spread over the kills, and returns the acknowledged ids. */
async function saveMany(device: Device, n: number, kills: () => number): Promise<string[]> {
  const acknowledged: string[] = [];
  for (let i = 0; i < SAVES / 2; i += 1) {
    await expect
      .poll(kills, { message: 'the kills go on', intervals: [20], timeout: 30_000 })
      .toBeGreaterThanOrEqual((i * KILLS) / (SAVES / 2));
    const patch = (
      i % 3 === 2
        ? { avatarColor: colorNames[(2 * i + n) % colorNames.length] }
        : { [i % 3 === 0 ? 'firstName' : 'lastName']: `Device ${n} save ${i}` }
    ) as Patch;
    acknowledged.push(await saveUntilHeard(device, patch));
  }
  return acknowledged;
}

/** Kills every connection that listens, as soon as there is one, and returns their pids. */
async function killListeners(databaseUrl: string): Promise<number[]> {
  let pids: number[] = [];
  await expect
    .poll(
      async () => {
        const found = await sql(
          databaseUrl,
          `SELECT pid, pg_terminate_backend(pid) AS killed FROM pg_stat_activity
            WHERE application_name = 'perdure-listener' AND query <> '' AND datname = current_database()`,
        );
        pids = found.filter(({ killed }) => killed).map(({ pid }) => Number(pid));
        return pids.length;
      },
      { message: 'somebody listens again', intervals: [200], timeout: 30_000 },
    )
    .toBeGreaterThan(0);
  return pids;
}
