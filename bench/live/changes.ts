import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { openDevice } from '../../__tests__/e2e/support/device';
import { newPerson } from '../../__tests__/e2e/support/people';
import { freePort, type App, type Stack } from '../../__tests__/e2e/support/stack';
import { openBrowser } from '../support/browser';
import { printTimes, quantile } from '../support/figures';
import { now, openProfile, seenIn, sleep, watch } from './pages';

const CHANGES = 100;
const BETWEEN_MS = 250;
/** Pages that show a change, in the floor as in the app. */
const PAGES = 4;

/**
 * Measures how soon other devices show a save: three tabs of one browser, and a browser on a second process.
 * Beside it, in the same run: the floor of this machine, and a save that is rejected at once, which shows what
 * framework and session alone take.
 */
export async function measureChanges(browser: Browser, stack: Stack, apps: readonly [App, App]): Promise<void> {
  const { id } = await newPerson(stack);
  const bare = await floor(browser, stack);
  const laptop = await openBrowser(browser, stack, id, apps[0]);
  const phone = await openBrowser(browser, stack, id, apps[1]);
  const pages = [
    await openProfile(laptop),
    await openProfile(laptop),
    await openProfile(laptop),
    await openProfile(phone),
  ];
  await sleep(2_000); // the streams are open
  const writer = openDevice(stack, id, apps[0].url);
  for (let n = 0; n < 10; n += 1) await writer.save({ firstName: `Warm ${n}` });

  const rejected: number[] = [];
  for (let n = 0; n < CHANGES; n += 1) {
    const asked = now();
    await writer.save({ firstName: '' });
    rejected.push(now() - asked);
    await sleep(BETWEEN_MS);
  }
  const { seen, answered } = await measure(pages, (firstName) => writer.save({ firstName }));
  console.log(`${CHANGES} changes, each from sending to being shown:`);
  printTimes('floor: NOTIFY, server-sent event, fetch, no framework', bare);
  printTimes('a save rejected at once (framework and session)', rejected);
  printTimes('a save answered', answered);
  printTimes('shown in three tabs of another device, same process', seen.slice(0, 3).flat());
  printTimes('shown on a device of the second process', seen[3]!);
  console.log(
    `p95 over the floor's: ${(quantile(seen.flat(), 0.95) / quantile(bare, 0.95)).toFixed(1)} times; ` +
      `p50 over the floor's: ${(quantile(seen.flat(), 0.5) / quantile(bare, 0.5)).toFixed(1)} times`,
  );
  await Promise.all([laptop.close(), phone.close()]);
}

/** Makes the changes one by one. Returns how long after sending each page showed them, in ms. */
async function measure(
  pages: Page[],
  change: (value: string) => Promise<unknown>,
): Promise<{ seen: number[][]; answered: number[] }> {
  const sent: Record<string, number> = {};
  const answered: number[] = [];
  for (let n = 0; n < CHANGES; n += 1) {
    const value = `Change${n}`;
    sent[value] = now();
    await change(value);
    answered.push(now() - sent[value]);
    await sleep(BETWEEN_MS);
  }
  await sleep(1_000);
  const seen = await Promise.all(
    pages.map(async (page) =>
      Object.entries(await seenIn(page)).flatMap(([value, at]) => (sent[value] ? [at - sent[value]] : [])),
    ),
  );
  return { seen, answered };
}

/** Returns the least that a change can take here: bare-server.mjs in place of the app. */
async function floor(browser: Browser, stack: Stack): Promise<number[]> {
  const port = await freePort();
  const server = fork(join(__dirname, 'bare-server.mjs'), {
    env: { ...process.env, DATABASE_URL: stack.databaseUrl, PORT: String(port) },
  });
  await once(server, 'message');
  const pages = await Promise.all(Array.from({ length: PAGES }, () => browser.newPage()));
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
