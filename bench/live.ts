// How soon other devices follow a change: with streams, beside the floor of this machine; without them, by focus and by
// a poll; and what many idle streams cost one process. The first argument says how many those are. Needs `npm run
// build`, a Chromium, and Linux for the memory.
import { chromium } from '@playwright/test';
import { findChromium } from '../scripts/chromium.mjs';
import { freePort, startApp, startStack } from '../__tests__/e2e/support/stack';
import { measureChanges } from './live/changes';
import { measureStandby } from './live/standby';
import { measureStreams } from './live/streams';

const STREAMS = Number(process.argv[2] ?? 5_000);

async function main(): Promise<void> {
  const stack = await startStack('live');
  const apps = [await startApp(stack.env, await freePort()), await startApp(stack.env, await freePort())] as const;
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  await measureChanges(browser, stack, apps);
  await measureStandby(browser, stack, apps[0]);
  await browser.close();
  await Promise.all(apps.map((app) => app.stop()));
  await measureStreams(stack, STREAMS);
  await stack.stop();
}

void main();
