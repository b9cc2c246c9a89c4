import type { Browser, BrowserContext, Page } from '@playwright/test';
import type { App, Stack } from '../../__tests__/e2e/support/stack';

/** The time in ms since 1970, as exact as the pages tell it. */
export const now = (): number => performance.timeOrigin + performance.now();
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A signed-in browser. */
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

/** A profile page that notes when its header first showed each change. */
export async function openProfile(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/settings/profile');
  await page.getByLabel('First name').waitFor();
  await page.waitForFunction(() => document.readyState === 'complete');
  await watch(page, 'header [aria-label^="Account"]', 'aria-label');
  return page;
}

/**
 * Notes in the page when each text was first shown in an element: in `attribute`, or as its text where that is null.
 */
export function watch(page: Page, selector: string, attribute: string | null): Promise<void> {
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

/** When each change was first shown in a page, ms since 1970. */
export const seenIn = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(() => (window as unknown as { seen: Record<string, number> }).seen);
