import type { BrowserContext, Page } from '@playwright/test';

/** Returns the time in ms since 1970, as exact as in the pages. */
export const now = (): number => performance.timeOrigin + performance.now();
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Opens a profile page that records when its header first shows each change. */
export async function openProfile(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/settings/profile');
  await page.getByLabel('First name').waitFor();
  await page.waitForFunction(() => document.readyState === 'complete');
  await watch(page, 'header [aria-label^="Account"]', 'aria-label');
  return page;
}

/** Records in the page when an element first shows each change: in `attribute`, or in its text if that is null. */
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

/** Returns when a page first showed each change, ms since 1970. */
export const seenIn = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(() => (window as unknown as { seen: Record<string, number> }).seen);
