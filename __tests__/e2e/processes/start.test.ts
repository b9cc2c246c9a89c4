import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { startLocalClerk } from '@/local/clerk/start';
import { LOCAL_SECRET_PREFIX } from '@/local/clerk/state/keys';
import { inEnglish } from '@/__tests__/support/texts/in-english';
import { openDevice } from '../support/device';
import { change, expect, newPerson, signIn, status, test } from '../support/fixtures';
import { freePort, spawnApp, startApp, startStack } from '../support/stack';

/**
 * Starts the app with an environment that it must not run with, and returns what it printed and its exit code; whether
 * it served anything meanwhile.
 */
async function refusedStart(
  env: Record<string, string>,
): Promise<{ code: number | null; output: string; served: boolean }> {
  const port = await freePort();
  const child = spawnApp(env, port);
  let output = '';
  let served = false;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const probe = setInterval(
    () =>
      void fetch(`http://localhost:${port}/api/health`).then(
        () => (served = true),
        () => undefined,
      ),
    20,
  );
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const stillRuns = setTimeout(() => child.kill('SIGKILL'), 20_000);
  const [code] = await ended;
  clearTimeout(stillRuns);
  clearInterval(probe);
  return { code, output, served };
}

/** A secret key that is well-formed and that no Clerk knows. */
const WRONG_KEY = `${LOCAL_SECRET_PREFIX}${'0'.repeat(40)}`;

test('without CLERK_SECRET_KEY the app does not start, names the variable and serves nothing', async ({ stack }) => {
  const { CLERK_SECRET_KEY: _, ...env } = stack.env;
  const { code, output, served } = await refusedStart(env);
  expect(code).toBeGreaterThan(0);
  expect(output).toContain('CLERK_SECRET_KEY is missing');
  expect(served).toBe(false);
});

test('a start in production refuses the demo’s keys', async ({ stack }) => {
  const { PERDURE_LOCAL: _, ...env } = stack.env;
  const { code, output } = await refusedStart(env);
  expect(code).toBeGreaterThan(0);
  expect(output).toContain('only `npm run demo` can use it');
});

test('a CLERK_SECRET_KEY that Clerk refuses stops the start, with the variable’s name', async ({ stack }) => {
  const { code, output, served } = await refusedStart({ ...stack.env, CLERK_SECRET_KEY: WRONG_KEY });
  expect(output).toContain('CLERK_SECRET_KEY is well-formed, but Clerk refuses it');
  expect(code).toBeGreaterThan(0);
  expect(served).toBe(false);
  expect(output).not.toContain(WRONG_KEY);
});

test('the two keys of different Clerk instances stop the start', async ({ stack }) => {
  const other = await startLocalClerk();
  const { code, output, served } = await refusedStart({ ...stack.env, CLERK_FAPI_URL: other.frontendUrl });
  await other.stop();
  expect(output).toContain('CLERK_SECRET_KEY belongs to another Clerk instance than NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY');
  expect(code).toBeGreaterThan(0);
  expect(served).toBe(false);
});

test('a CLERK_JWT_KEY of another Clerk instance stops the start', async ({ stack }) => {
  const { publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const { code, output, served } = await refusedStart({ ...stack.env, CLERK_JWT_KEY: publicKey });
  expect(output).toContain('CLERK_JWT_KEY is none of the keys');
  expect(code).toBeGreaterThan(0);
  expect(served).toBe(false);
});

test('a DATABASE_URL that Postgres refuses stops the start, with what Postgres says', async ({ stack }) => {
  const changed = (change: (url: URL) => unknown): Record<string, string> => {
    const url = new URL(stack.databaseUrl);
    change(url);
    return { ...stack.env, DATABASE_URL: url.toString() };
  };
  const stranger = await refusedStart(changed((url) => (url.username = 'nobody_we_know')));
  expect(stranger.output).toMatch(/DATABASE_URL is well-formed, but Postgres refuses its user.*nobody_we_know/);
  const missing = await refusedStart(changed((url) => (url.pathname = '/no_such_database')));
  expect(missing.output).toContain('DATABASE_URL names a database that this Postgres does not have');
  const empty = await refusedStart(changed((url) => (url.pathname = '/template1')));
  expect(empty.output).toContain('run `npx prisma migrate deploy`');
  for (const { code, served } of [stranger, missing, empty]) {
    expect(code).toBeGreaterThan(0);
    expect(served).toBe(false);
  }
});

test('the app starts while Clerk does not answer, and the log says what is not known', async () => {
  const stack = await startStack('unreachable');
  stack.clerk.faults.set({ hang: true, scope: 'all' });
  const app = await startApp(stack.env, await freePort());
  expect(app.output()).toContain('whether Clerk takes CLERK_SECRET_KEY is not known yet');
  await app.stop();
  await stack.stop();
});

test('a key that Clerk refuses is reported to who is signed in: they are not signed out', async () => {
  const stack = await startStack('refused');
  const person = await newPerson(stack);
  stack.clerk.faults.set({ status: 503 }); // so that it starts, and knows no key of sessions
  const app = await startApp(stack.env, await freePort());
  stack.clerk.faults.set({ status: 401 });
  const { cookies } = await stack.clerk.createSession(person.id, { origin: app.url });
  const ask = async (path: string) => {
    const answer = await fetch(app.url + path, { headers: { cookie: cookies }, redirect: 'manual' });
    return { status: answer.status, text: await answer.text() };
  };
  const truth = 'We can’t check who you are, because this app is set up wrongly. Tell whoever runs this app.';
  // Clerk was asked at the start, and is asked again within seconds.
  await expect.poll(async () => (await ask('/settings/profile')).text.slice(0, 200), { timeout: 20_000 }).toBe(truth);
  expect((await ask('/settings/profile')).status).toBe(503);
  const { status, text } = await ask('/api/profile');
  expect(status).toBe(503);
  const cause = 'the key for Clerk is missing or wrong';
  expect(inEnglish(JSON.parse(text) as object)).toEqual({ message: truth, lasting: true, cause });
  expect((await ask('/api/profile/live')).status).toBe(503);
  expect(inEnglish(await openDevice(stack, person.id, app.url).save({ firstName: 'Kim' }))).toEqual({
    ok: false,
    failure: {
      message:
        'Not saved: we can’t check who you are, because this app is set up wrongly. ' +
        'Tell whoever runs this app. Your edit is still here.',
      later: true,
      lasting: true,
      cause,
    },
  });
  // Who presents no session is nobody, whatever the key.
  const nobody = await fetch(`${app.url}/api/profile`);
  expect(nobody.status).toBe(401);
  // With the key right again the same session is theirs.
  stack.clerk.faults.reset();
  await expect.poll(async () => (await ask('/api/profile')).status, { timeout: 20_000 }).toBe(200);
  await app.stop();
  await stack.stop();
});

test('test-mode keys start a production build only with PERDURE_STAGE=preview', async ({ stack }) => {
  const { PERDURE_LOCAL: _, NEXT_PUBLIC_CLERK_PROXY_URL: __, ...others } = stack.env;
  const env = {
    ...others,
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: `pk_test_${btoa('happy-owl-1.clerk.invalid$').replaceAll('=', '')}`,
    CLERK_SECRET_KEY: 'sk_test_0123456789abcdef0123456789',
    CLERK_API_URL: 'https://127.0.0.1:1', // nobody listens there: no real Clerk is asked
    CLERK_FAPI_URL: 'https://127.0.0.1:1',
  };
  const { code, output } = await refusedStart(env);
  expect(output).toContain('CLERK_SECRET_KEY is a test-mode key');
  expect(code).toBeGreaterThan(0);
  const app = await startApp({ ...env, PERDURE_STAGE: 'preview' }, await freePort());
  expect(app.output()).toContain('PERDURE_STAGE=preview');
  await app.stop();
});

test('a save survives a kill -9 right after "Saved", and is in Clerk soon after the next start', async ({
  browser,
}) => {
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
