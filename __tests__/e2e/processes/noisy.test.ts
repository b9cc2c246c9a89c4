import { randomUUID } from 'node:crypto';
import { test, expect } from '@playwright/test';
import { english } from '@/__tests__/support/texts/in-english';
import { openDevice, saveUntilHeard, type Device } from '../support/device';
import { newPerson } from '../support/people';
import { freePort, sql, startApp, startStack } from '../support/stack';

/** How many saves of one person are under way at once, and how many follow one another in each of them. */
const AT_ONCE = 30;
const TIMES = 5;

test('one user who saves far too often is limited, and Postgres and Clerk stay reachable for all', async () => {
  test.setTimeout(180_000);
  const port = await freePort();
  const stack = await startStack('noisy', port);
  let printed = '';
  const app = await startApp(stack.env, port, undefined, (text) => (printed += text));
  const people: { id: string; device: Device }[] = [];
  for (let n = 0; n < 4; n += 1) {
    const { id } = await newPerson(stack);
    const device = openDevice(stack, id, app.url);
    await device.read(); // the mirror knows them
    people.push({ id, device });
  }
  const [noisy, ...quiet] = people;
  const acknowledged: string[] = [];
  const messages = new Set<string>();

  const loud = Array.from({ length: AT_ONCE }, async (_, lane) => {
    for (let n = 0; n < TIMES; n += 1) {
      const saveId = randomUUID();
      const heard = await noisy!.device.save({ lastName: `Loud ${lane} ${n}` }, saveId);
      if (heard.ok) acknowledged.push(saveId);
      else messages.add(english.say(heard.failure.message));
    }
  });
  const others = quiet.map(async ({ device }) => {
    for (let n = 0; n < TIMES; n += 1) acknowledged.push(await saveUntilHeard(device, { lastName: `Quiet ${n}` }));
  });
  await Promise.all([...loud, ...others]);

  const sentAgain = 'Your edit is still here and is sent again automatically.';
  expect([...messages]).toContain(`Not saved yet: too many saves at once. ${sentAgain}`);
  const slowly = ['an earlier save of yours is still being made', 'this app is busy'].map(
    (why) => `Not saved yet: ${why}. ${sentAgain}`,
  ); // where the machine stalls
  expect([...messages].filter((message) => !message.includes('too many saves') && !slowly.includes(message))).toEqual(
    [],
  );
  await expect
    .poll(() => sql(stack.databaseUrl, 'SELECT "userId" FROM "Profile" WHERE "dueAt" IS NOT NULL'), {
      timeout: 60_000,
    })
    .toEqual([]);
  const known = (await sql(stack.databaseUrl, 'SELECT "saveId" FROM "ProfileChange"')).map(({ saveId }) => saveId);
  expect(acknowledged.filter((saveId) => !known.includes(saveId))).toEqual([]);
  const rows = await sql(stack.databaseUrl, `SELECT "userId", "values"->>'lastName' AS name FROM "Profile"`);
  expect(rows.map(({ userId }) => stack.clerk.getUser(String(userId))?.last_name)).toEqual(
    rows.map(({ name }) => name),
  );
  expect(printed.split('\n').filter((line) => /unreachable|calls are held back/.test(line))).toEqual([]);
  await app.stop();
  await stack.stop();
});
