import { once } from 'node:events';
import { hostname } from 'node:os';
import { openDevice } from '../support/device';
import { change, expect, expectConfirmed, newPerson, signInOnForm, test } from '../support/fixtures';
import { freePort, spawnApp } from '../support/stack';

/** What `-H` can be given on any machine, and the host that a visitor then writes. */
const addresses: { listen: string; visit: string; called?: string }[] = [
  { listen: 'localhost', visit: 'localhost' },
  { listen: '127.0.0.1', visit: '127.0.0.1' },
  { listen: '127.0.0.2', visit: '127.0.0.2' },
  { listen: '::1', visit: '[::1]' },
  { listen: '0.0.0.0', visit: 'localhost' },
  { listen: '::', visit: '[::1]' },
  { listen: hostname(), visit: hostname(), called: 'the machine’s own name' },
];

/** Starts the app at `listen`, does `work` with its address and its output, and ends it. */
async function listening(
  env: Record<string, string>,
  { listen, visit }: (typeof addresses)[number],
  work: (origin: string) => Promise<void>,
): Promise<void> {
  const port = await freePort();
  const child = spawnApp(env, port, undefined, listen);
  const ended = once(child, 'exit');
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    await expect.poll(() => output, { timeout: 30_000 }).toContain('Ready');
    await work(`http://${visit}:${port}`);
  } finally {
    child.kill('SIGKILL'); // one that asks itself for ever does not end in order
    await ended;
  }
}

/** The status of an answer that comes within 10 s, which is a hundred times what it takes. */
const statusOf = (url: string): Promise<number | string> =>
  fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000) }).then(
    (answer) => answer.status,
    (error: Error) => error.name,
  );

for (const address of addresses)
  test(`pages, health and saves are answered at ${address.called ?? address.listen}`, async ({ stack }) => {
    const person = await newPerson(stack);
    await listening(stack.env, address, async (origin) => {
      expect(await statusOf(`${origin}/api/health`)).toBe(200);
      expect(await statusOf(`${origin}/sign-in`)).toBe(200);
      const device = openDevice(stack, person.id, origin);
      expect(await device.save({ firstName: 'Kim' })).toMatchObject({ ok: true });
      expect((await device.read()).values.firstName).toBe('Kim');
    });
  });

test('somebody signs in at 127.0.0.1, saves and sees it confirmed', async ({ browser, stack }) => {
  const person = await newPerson(stack);
  await listening(stack.env, { listen: '127.0.0.1', visit: '127.0.0.1' }, async (origin) => {
    const context = await browser.newContext({ baseURL: origin });
    const page = await context.newPage();
    await signInOnForm(page, person);
    await change(page, { firstName: 'Kim' });
    await expectConfirmed(page);
    expect(new URL(page.url()).origin).toBe(origin);
    await context.close();
  });
});
