// How long a save takes to be answered while Clerk needs 500 ms for each call: nobody waits for Clerk. Prints the times
// of real saves in a real browser beside what else was measured in the same run. Needs `npm run build`.
import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../scripts/chromium.mjs';
import { newPerson } from '../__tests__/e2e/support/people';
import { freePort, startApp, startStack } from '../__tests__/e2e/support/stack';
import { openBrowser } from './live/pages';
import { tell } from './support/figures';

const PEOPLE = 20;
const SLOW_MS = 500;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Changes the first name and gives the time from sending the save to its answer, in ms. The answer begins when the action has ended, and is a few
 * hundred bytes; its end is not measured because Next’s client closes the connection once it has the value. */
async function save(page: Page, name: string): Promise<number> {
  await page.getByLabel('First name').fill(name);
  const answered = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/settings/profile'),
  );
  await page.getByRole('button', { name: 'Save' }).click();
  const { requestStart, responseStart } = (await answered).request().timing();
  await page.getByRole('status').getByText('Saved').first().waitFor();
  return responseStart - requestStart;
}

async function main(): Promise<void> {
  const stack = await startStack('bench');
  const app = await startApp(stack.env, await freePort());
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const first: number[] = [];
  const next: number[] = [];
  const health: number[] = [];
  const clerk: number[] = [];

  for (let i = 0; i < PEOPLE; i++) {
    const person = await newPerson(stack);
    const context = await openBrowser(browser, stack, person.id, app);
    const page = await context.newPage();
    await page.goto('/settings/profile');
    await page.getByLabel('First name').waitFor();
    stack.clerk.faults.set({ slowMs: SLOW_MS });
    first.push(await save(page, `First ${i}`));
    next.push(await save(page, `Second ${i}`));
    health.push(await timed(() => fetch(`${app.url}/api/health`)));
    clerk.push(
      await timed(() =>
        fetch(`${stack.clerk.apiUrl}/v1/users/${person.id}`, {
          headers: { authorization: `Bearer ${stack.clerk.secretKey}` },
        }),
      ),
    );
    stack.clerk.faults.reset();
    await context.close();
  }

  console.log(
    `Clerk slowed to ${SLOW_MS} ms a call; ${PEOPLE} people, a real browser, the app as production starts it.`,
  );
  tell('first save of a person, sent to answered', first);
  tell('next save of the same person', next);
  tell('for comparison: GET /api/health (one Postgres ping)', health);
  tell('for comparison: one call of Clerk', clerk);
  await browser.close();
  await app.stop();
  await stack.stop();
}

void main();
