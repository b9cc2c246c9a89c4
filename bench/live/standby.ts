import type { Browser, Page } from '@playwright/test';
import { openDevice } from '../../__tests__/e2e/support/device';
import { newPerson } from '../../__tests__/e2e/support/people';
import type { App, Stack } from '../../__tests__/e2e/support/stack';
import { tell } from '../support/figures';
import { now, openBrowser, openProfile, seenIn, sleep } from './pages';

const LOOKS = 30;
const PEOPLE = 10;
const ROUNDS = 3;
/** How often the page asks by itself, in ms, and a margin. */
const POLL_MS = 30_000;
const MARGIN_MS = 5_000;

/** What the same pages have where no stream can live: a look when somebody comes back to the page, and a poll. */
export async function measureStandby(browser: Browser, stack: Stack, app: App): Promise<void> {
  const devices = [];
  for (let n = 0; n < PEOPLE; n += 1) {
    const { id } = await newPerson(stack);
    const context = await openBrowser(browser, stack, id, app);
    await context.route('**/api/profile/live**', (route) => route.abort());
    devices.push({ context, page: await openProfile(context), writer: openDevice(stack, id, app.url) });
  }

  const [{ page, writer }] = devices as [(typeof devices)[number]];
  const looked: Record<string, number> = {};
  for (let n = 0; n < LOOKS; n += 1) {
    await writer.save({ firstName: `Change${n}` });
    looked[`Change${n}`] = now();
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    await sleep(300);
  }
  const focus = await took(page, looked);

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
  tell('shown after somebody comes back to the page (focus)', focus);
  tell('shown by the poll of 30 s', polled);
  await Promise.all(devices.map(({ context }) => context.close()));
}

/** How long after the time given each change was shown, in ms. */
async function took(page: Page, since: Record<string, number>): Promise<number[]> {
  const seen = await seenIn(page);
  return Object.entries(since).flatMap(([change, at]) => (seen[change] === undefined ? [] : [seen[change] - at]));
}
