// Measures how soon other devices show a change (by streams, by focus, by a poll) and what idle streams cost a process.
// Run: npm run build && npm run bench:live [idle streams, 5000]; needs a Chromium, and Linux for the memory.
import { freePort, startApp, startStack } from '../__tests__/e2e/support/stack';
import { measureChanges } from './live/changes';
import { measureStandby } from './live/standby';
import { measureStreams } from './live/streams';
import { launchBrowser } from './support/browser';

const STREAMS = Number(process.argv[2] ?? 5_000);

async function main(): Promise<void> {
  const stack = await startStack('live');
  const apps = [await startApp(stack.env, await freePort()), await startApp(stack.env, await freePort())] as const;
  const browser = await launchBrowser();
  await measureChanges(browser, stack, apps);
  await measureStandby(browser, stack, apps[0]);
  await browser.close();
  await Promise.all(apps.map((app) => app.stop()));
  await measureStreams(stack, STREAMS);
  await stack.stop();
}

void main();
