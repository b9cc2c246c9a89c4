import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import { findChromium } from '../../scripts/chromium.mjs';
import type { App, Stack } from '../../__tests__/e2e/support/stack';

/** Starts the Chromium of this machine, or Playwright's. */
export const launchBrowser = async (): Promise<Browser> =>
  chromium.launch({
    executablePath: await findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });

/** Opens a browser of its own in which a user is signed in. */
export async function openBrowser(browser: Browser, stack: Stack, userId: string, app: App): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: app.url });
  const { cookies } = await stack.clerk.createSession(userId, { origin: app.url });
  await context.addCookies(
    cookies.split('; ').map((pair) => ({
      name: pair.slice(0, pair.indexOf('=')),
      value: pair.slice(pair.indexOf('=') + 1),
      url: app.url,
    })),
  );
  return context;
}
