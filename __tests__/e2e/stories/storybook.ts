import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { test as base, type Page } from '@playwright/test';

const root = join(__dirname, '../../../.perdure/storybook');

/** A story as the built Storybook lists it. */
export interface Story {
  id: string;
  title: string;
  name: string;
  tags: string[];
}

/** Returns all stories of the built Storybook; none where it is not built. */
export function builtStories(): Story[] {
  try {
    const index = JSON.parse(readFileSync(join(root, 'index.json'), 'utf8')) as { entries: Record<string, Story> };
    return Object.values(index.entries);
  } catch {
    return []; // a test says so
  }
}

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

/** Serves the built Storybook on a free port of this machine. */
async function serve() {
  const server = createServer(({ url = '/' }, response) => {
    const path = normalize(new URL(url, 'http://localhost').pathname);
    try {
      const body = readFileSync(join(root, path));
      response.writeHead(200, {
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        'cache-control': 'max-age=600', // the next story has the same script
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() };
}

/** A window in which one story after the other is opened. */
export interface StoryWindow {
  page: Page;
  /** Opens a story and waits until it has been played. */
  open: (story: Story) => Promise<void>;
  /** what went wrong since the story was opened: errors, warnings, and requests that left the machine */
  faults: string[];
}

/** The time at which stories are seen. */
const NOW = new Date('2026-01-15T12:00:00Z');

export const test = base.extend<object, { storyWindow: StoryWindow }>({
  storyWindow: [
    async ({ browser }, use) => {
      const { url, stop } = await serve();
      const context = await browser.newContext({ locale: 'en-US', timezoneId: 'UTC', reducedMotion: 'reduce' });
      const page = await context.newPage();
      await page.clock.setFixedTime(NOW);
      const faults: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
      });
      page.on('pageerror', ({ message }) => faults.push(`thrown: ${message}`));
      page.on('request', (request) => {
        if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(url)) faults.push(request.url());
      });
      await use({ page, faults, open: (story) => open(page, faults, `${url}/iframe.html?id=${story.id}`) });
      await context.close();
      stop();
    },
    { scope: 'worker' },
  ],
});

/** What Storybook has in a page of a story. */
interface Preview {
  currentRender?: { phase?: string };
}

async function open(page: Page, faults: string[], address: string): Promise<void> {
  faults.length = 0;
  await page.goto(address);
  const phase = await page.waitForFunction(() => {
    const { __STORYBOOK_PREVIEW__: preview } = window as unknown as { __STORYBOOK_PREVIEW__?: Preview };
    if (document.body.classList.contains('sb-show-errordisplay')) return 'failed';
    return preview?.currentRender?.phase === 'finished' ? 'finished' : null;
  });
  if ((await phase.jsonValue()) === 'failed')
    throw new Error(`The story failed: ${await page.locator('#error-message').innerText()}`);
  await page.evaluate(() => document.fonts.ready);
}
