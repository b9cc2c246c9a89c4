// Measures how long a save takes to be answered while each call of Clerk takes 500 ms: nobody waits for Clerk.
// Run: npm run build && npm run bench:save
import type { Page } from '@playwright/test';
import { newPerson } from '../__tests__/e2e/support/people';
import { freePort, startApp, startStack } from '../__tests__/e2e/support/stack';
import { launchBrowser, openBrowser } from './support/browser';
import { printTimes } from './support/figures';

const PEOPLE = 20;
const SLOW_MS = 500;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/**
 * Changes the first name and returns the time from sending the save to the start of its answer, in ms.
 * The answer starts when the action has ended. Its end is not measured: Next's client closes the connection once it has
 * the value.
 */
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
  const browser = await launchBrowser();
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
  printTimes('first save of a person, sent to answered', first);
  printTimes('next save of the same person', next);
  printTimes('for comparison: GET /api/health (one Postgres ping)', health);
  printTimes('for comparison: one call of Clerk', clerk);
  await browser.close();
  await app.stop();
  await stack.stop();
}

void main();
