import { once } from 'node:events';
import { change, expect, newPerson, signIn, status, test } from './support/fixtures';
import { freePort, spawnApp, startApp, startStack } from './support/stack';

test('without CLERK_SECRET_KEY the app does not start, names the variable and serves nothing', async ({ stack }) => {
  const port = await freePort();
  const { CLERK_SECRET_KEY: _, ...env } = stack.env;
  const started = Date.now();
  const child = spawnApp(env, port);
  let output = '';
  let served = false;
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const probe = setInterval(() => void fetch(`http://localhost:${port}/api/health`).then(() => (served = true), () => undefined), 20);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(probe);
  expect(code).toBeGreaterThan(0);
  expect(output).toContain('CLERK_SECRET_KEY is missing');
  expect(served).toBe(false);
  console.log(`ended with code ${code} after ${Date.now() - started} ms`);
});

test('plain production refuses the demo’s keys', async ({ stack }) => {
  const { PERDURE_LOCAL: _, ...env } = stack.env;
  const child = spawnApp(env, await freePort());
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBeGreaterThan(0);
  expect(output).toContain('only `npm run demo` can use it');
});

test('a save survives a kill -9 of the app right after "Saved", and is in Clerk soon after the next start', async ({ browser }) => {
  test.setTimeout(120_000);
  const stack = await startStack('killed');
  const port = await freePort();
  const app = await startApp(stack.env, port);
  const person = await newPerson(stack);
  const page = await (await browser.newContext({ baseURL: app.url })).newPage();
  await signIn(page, person);
  // Clerk hangs, so that the push is under way when the process dies.
  stack.clerk.faults.set({ hang: true });
  await change(page, { firstName: 'Hal' });
  await expect(status(page)).toContainText('Saved');
  await app.kill();
  stack.clerk.faults.reset();
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Ann' });

  const again = await startApp(stack.env, port);
  const started = Date.now();
  await expect.poll(() => stack.clerk.getUser(person.id)?.first_name, { timeout: 30_000 }).toBe('Hal');
  console.log(`in Clerk ${Date.now() - started} ms after the next start`);
  await page.context().close();
  await again.stop();
  await stack.stop();
});
