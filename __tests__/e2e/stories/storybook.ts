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
      await use({ page, faults, open: (story) => open(page, faults, url, story) });
      await context.close();
      stop();
    },
    { scope: 'worker' },
  ],
});

/** What Storybook has in a page of a story. */
interface StoryPage {
  __STORYBOOK_PREVIEW__?: { currentRender?: { id: string; phase?: string } };
  __STORYBOOK_ADDONS_CHANNEL__: { emit: (event: string, payload: unknown) => void };
}

/** The stories after which a page is not used again: they leave something in it, such as a save on its way. */
const OWN_PAGE = 'own-page';
const opened = new WeakMap<Page, Story>();

/** A page boots for a third of a second, so that it shows one story after the other, as it does for a person. */
async function open(page: Page, faults: string[], url: string, story: Story): Promise<void> {
  faults.length = 0;
  const before = opened.get(page);
  if (!before || [before, story].some(({ tags }) => tags.includes(OWN_PAGE)))
    await page.goto(`${url}/iframe.html?id=${story.id}`);
  else {
    await emit(page, 'updateGlobals', { globals: { theme: 'light', direction: 'ltr' } });
    await emit(page, 'setCurrentStory', { storyId: story.id, viewMode: 'story' });
  }
  opened.set(page, story);
  const phase = await page.waitForFunction((id) => {
    const { __STORYBOOK_PREVIEW__: preview } = window as unknown as StoryPage;
    if (preview?.currentRender?.id !== id) return null;
    if (document.body.classList.contains('sb-show-errordisplay')) return 'failed';
    return preview.currentRender.phase === 'finished' ? 'finished' : null;
  }, story.id);
  if ((await phase.jsonValue()) === 'failed')
    throw new Error(`The story failed: ${await page.locator('#error-message').innerText()}`);
  await page.evaluate(() => document.fonts.ready);
  await untilStill(page);
}

/** Waits until nothing moves or fades. */
export const untilStill = (page: Page) =>
  page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));

/** Tells Storybook what its toolbar and its list of stories tell it. */
export const emit = (page: Page, event: string, payload: unknown): Promise<void> =>
  page.evaluate(
    (told) => (window as unknown as StoryPage).__STORYBOOK_ADDONS_CHANNEL__.emit(told.event, told.payload),
    { event, payload },
  );
