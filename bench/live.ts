// How long after a save on one device another shows it: in the same browser's tabs, and in one on a second process. Printed beside the floor of
// this machine, measured in the same run, and beside what focus and a poll of 30 s would give. Needs `npm run build`.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { findChromium } from '../scripts/chromium.mjs';
import { openDevice } from '../__tests__/e2e/support/device';
import { newPerson } from '../__tests__/e2e/support/people';
import { freePort, startApp, startStack, type App, type Stack } from '../__tests__/e2e/support/stack';
import { quantile, tell } from './support/figures';

const CHANGES = 100;
const BETWEEN_MS = 250;
/** Pages that show a change, in the floor as in the app. */
const DEVICES = 4;
const now = () => performance.timeOrigin + performance.now();

/** Notes in the page when each text was first shown in `selector`'s attribute or text. */
function watch(page: Page, selector: string, attribute: string | null): Promise<void> {
  return page.evaluate(
    ({ selector, attribute }) => {
      const seen: Record<string, number> = {};
      Object.assign(window, { seen });
      new MutationObserver(() => {
        const element = document.querySelector(selector);
        const text = attribute ? element?.getAttribute(attribute) : element?.textContent;
        const change = /Change\d+/.exec(text ?? '')?.[0];
        if (change) seen[change] ??= performance.timeOrigin + performance.now();
      }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    },
    { selector, attribute },
  );
}
const seenIn = (page: Page): Promise<Record<string, number>> => page.evaluate(() => (window as unknown as { seen: Record<string, number> }).seen);

/** Makes the changes one after the other, and gives how long each took to be seen in each page, in ms from sending. */
async function measure(pages: Page[], change: (value: string) => Promise<unknown>): Promise<{ seen: number[][]; answered: number[] }> {
  const sent: Record<string, number> = {};
  const answered: number[] = [];
  for (let n = 0; n < CHANGES; n += 1) {
    const value = `Change${n}`;
    sent[value] = now();
    await change(value);
    answered.push(now() - sent[value]);
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
  }
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const seen = await Promise.all(pages.map(async (page) => Object.entries(await seenIn(page)).flatMap(([value, at]) => (sent[value] ? [at - sent[value]] : []))));
  return { seen, answered };
}

async function floor(browser: Browser, stack: Stack): Promise<number[]> {
  const port = await freePort();
  const server = fork(join(__dirname, 'support/bare-server.mjs'), { env: { ...process.env, DATABASE_URL: stack.databaseUrl, PORT: String(port) } });
  await once(server, 'message');
  const pages = await Promise.all(Array.from({ length: DEVICES }, () => browser.newPage()));
  for (const page of pages) {
    await page.goto(`http://127.0.0.1:${port}/`);
    await watch(page, '#value', null);
  }
  const { seen } = await measure(pages, (value) => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: value }));
  await Promise.all(pages.map((page) => page.close()));
  server.kill();
  await once(server, 'exit');
  return seen.flat();
}

/** A signed-in browser. */
async function browserOf(browser: Browser, stack: Stack, userId: string, app: App): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: app.url });
  const { cookies } = await stack.clerk.createSession(userId, { origin: app.url });
  await context.addCookies(cookies.split('; ').map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url: app.url })));
  return context;
}

async function open(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/settings/profile');
  await page.getByLabel('First name').waitFor();
  await page.waitForFunction(() => document.readyState === 'complete');
  await watch(page, 'header [aria-label^="Account"]', 'aria-label');
  return page;
}

async function main(): Promise<void> {
  const stack = await startStack('live');
  const apps = [await startApp(stack.env, await freePort()), await startApp(stack.env, await freePort())] as const;
  const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
  const { id } = await newPerson(stack);

  const bare = await floor(browser, stack);
  const laptop = await browserOf(browser, stack, id, apps[0]);
  const phone = await browserOf(browser, stack, id, apps[1]);
  const tabs = [await open(laptop), await open(laptop), await open(laptop)];
  const other = await open(phone);
  await new Promise((resolve) => setTimeout(resolve, 2_000)); // the streams stand
  const writer = openDevice(stack, id, apps[0].url);
  for (let n = 0; n < 10; n += 1) await writer.save({ firstName: `Warm ${n}` });
  const { seen, answered } = await measure([...tabs, other], (firstName) => writer.save({ firstName }));

  console.log(`${CHANGES} changes, each from sending to being shown:`);
  tell('floor: NOTIFY, server-sent event, fetch, no framework', bare);
  tell('a save answered', answered);
  tell('shown in three tabs of another device, same process', seen.slice(0, 3).flat());
  tell('shown on a device of the second process', seen[3]!);
  console.log(`p95 over the floor's: ${(quantile(seen.flat(), 0.95) / quantile(bare, 0.95)).toFixed(1)} times`);
  console.log('without it: when somebody looks again (focus), or 15 s on average and 30 s at worst (poll)');
  await browser.close();
  await Promise.all(apps.map((app) => app.stop()));
  await stack.stop();
}

void main();
