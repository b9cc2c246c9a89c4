import { randomUUID } from 'node:crypto';
import { test, expect } from '@playwright/test';
import type { Patch } from '@/lib/profile/model/values';
import { openDevice } from '../support/device';
import { newPerson } from '../support/people';
import { freePort, sql, startApp, startStack } from '../support/stack';
import { callIn, startSteppingProxy, statementIn } from '../support/steps';

/** A save reads and writes its row, its push makes two calls and writes it again: each asked for, and answered. */
const FEWEST_STEPS = 10;
/** More steps than a save and its push have. */
const MOST_STEPS = 100;

test('a kill -9 at any step of a save and its push loses nothing and saves nothing twice', async () => {
  test.setTimeout(600_000);
  const stack = await startStack('steps');
  const { hostname, port: postgresPort } = new URL(stack.databaseUrl);
  const people: { id: string; saveId: string; patch: Patch; diedAt: string }[] = [];

  let userId = '';
  let onStep = (_name: string): boolean => true;
  const postgres = await startSteppingProxy(
    { host: hostname, port: Number(postgresPort) },
    statementIn,
    () => userId,
    (name) => onStep(name),
  );
  const clerk = await startSteppingProxy(
    { host: '127.0.0.1', port: Number(new URL(stack.clerk.apiUrl).port) },
    callIn,
    () => userId,
    (name) => onStep(name),
  );
  const databaseUrl = new URL(stack.databaseUrl);
  Object.assign(databaseUrl, { hostname: '127.0.0.1', port: String(postgres.port) });
  const env = { ...stack.env, DATABASE_URL: databaseUrl.toString(), CLERK_API_URL: `http://127.0.0.1:${clerk.port}` };

  const port = await freePort();
  let app = await startApp(env, port);
  for (let last = 0; last < MOST_STEPS; last += 1) {
    const { id } = await newPerson(stack);
    const device = openDevice(stack, id, app.url);
    await device.read(); // the mirror knows them
    const save = { id, saveId: randomUUID(), patch: { firstName: `Step ${last}`, avatarColor: 'coral' } as Patch };
    userId = id;
    let left = last;
    let diedAt: string | null = null;
    onStep = (name) => {
      if (diedAt !== null) return false; // nothing of the dead arrives any more
      if (left > 0) {
        left -= 1;
        return true;
      }
      process.kill(app.pid, 'SIGKILL');
      diedAt = name;
      return false;
    };
    const heard = await device.save(save.patch, save.saveId).catch(() => null);
    await expect
      .poll(async () => diedAt !== null || (await settled(stack.databaseUrl, id, save.saveId)), { timeout: 30_000 })
      .toBe(true);
    onStep = () => true;
    userId = '-';
    if (diedAt === null) break;
    people.push({ ...save, diedAt });
    await app.kill();
    app = await startApp(env, port);
    // Whoever got no answer presses Save again.
    const answer = heard ?? (await device.save(save.patch, save.saveId));
    expect(answer, diedAt).toMatchObject({ ok: true, value: { values: save.patch } });
  }
  console.log(`killed at ${people.length} steps:\n${people.map(({ diedAt }) => diedAt).join('\n')}`);
  expect(people.length).toBeGreaterThanOrEqual(FEWEST_STEPS);
  expect(people.length).toBeLessThan(MOST_STEPS);

  for (const { id, saveId, patch, diedAt } of people) {
    await expect.poll(() => settled(stack.databaseUrl, id, saveId), { message: diedAt, timeout: 60_000 }).toBe(true);
    expect(stack.clerk.getUser(id), diedAt).toMatchObject({
      first_name: patch.firstName,
      public_metadata: { avatarColor: patch.avatarColor },
    });
    const [row] = await sql(stack.databaseUrl, `SELECT "values", revision FROM "Profile" WHERE "userId" = '${id}'`);
    expect(row, diedAt).toMatchObject({ revision: 1, values: patch });
  }
  await app.stop();
  await Promise.all([postgres.stop(), clerk.stop()]);
  await stack.stop();
});

/** True once the save is in history, once, and nothing waits for Clerk. */
async function settled(databaseUrl: string, userId: string, saveId: string): Promise<boolean> {
  const [row] = await sql(
    databaseUrl,
    `SELECT "dueAt" IS NULL AND (SELECT count(*) FROM "ProfileChange" WHERE "userId" = '${userId}'
      AND "saveId" = '${saveId}') = 1 AS done FROM "Profile" WHERE "userId" = '${userId}'`,
  );
  return row?.done === true;
}
