import type { Browser, Page } from '@playwright/test';
import { openDevice } from '../../__tests__/e2e/support/device';
import { newPerson } from '../../__tests__/e2e/support/people';
import type { App, Stack } from '../../__tests__/e2e/support/stack';
import { openBrowser } from '../support/browser';
import { printTimes } from '../support/figures';
import { now, openProfile, seenIn, sleep } from './pages';

const RETURNS = 30;
const PEOPLE = 10;
const ROUNDS = 3;
/** How often the page polls, in ms, and a margin. */
const POLL_MS = 30_000;
const MARGIN_MS = 5_000;

/** Measures how soon pages without a stream show a save: when somebody comes back to the page, and by polling. */
export async function measureStandby(browser: Browser, stack: Stack, app: App): Promise<void> {
  const devices = [];
  for (let n = 0; n < PEOPLE; n += 1) {
    const { id } = await newPerson(stack);
    const context = await openBrowser(browser, stack, id, app);
    await context.route('**/api/profile/live**', (route) => route.abort());
    devices.push({ context, page: await openProfile(context), writer: openDevice(stack, id, app.url) });
  }

  const [{ page, writer }] = devices as [(typeof devices)[number]];
  const returned: Record<string, number> = {};
  for (let n = 0; n < RETURNS; n += 1) {
    await writer.save({ firstName: `Change${n}` });
    returned[`Change${n}`] = now();
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    await sleep(300);
  }
  const focus = await took(page, returned);

  const polled: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const found = devices.slice(1).map(async (device) => {
      await sleep(Math.random() * POLL_MS);
      const change = `Change${1_000 + round}`;
      const sent = now();
      await device.writer.save({ firstName: change });
      await sleep(POLL_MS + MARGIN_MS);
      return took(device.page, { [change]: sent });
    });
    polled.push(...(await Promise.all(found)).flat());
  }
  console.log('\nwithout a stream:');
  printTimes('shown after somebody comes back to the page (focus)', focus);
  printTimes('shown by the poll of 30 s', polled);
  await Promise.all(devices.map(({ context }) => context.close()));
}

/** Returns how long after its time each change was shown, in ms. */
async function took(page: Page, since: Record<string, number>): Promise<number[]> {
  const seen = await seenIn(page);
  return Object.entries(since).flatMap(([change, at]) => (seen[change] === undefined ? [] : [seen[change] - at]));
}
