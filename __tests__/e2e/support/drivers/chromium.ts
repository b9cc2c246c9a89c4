import type { Browser, Page } from '@playwright/test';
import type { BrowserWindow, Driver } from './driver';

/** Returns a driver for the Chromium that Playwright has started. */
export const driveChromium = (browser: Browser): Driver => ({
  newWindow: async () => {
    const context = await browser.newContext();
    return windowOf(await context.newPage());
  },
  close: () => Promise.resolve(), // Playwright ends it
});

const windowOf = (page: Page): BrowserWindow => {
  page.on('dialog', (dialog) => void dialog.accept()); // leaving asks first
  return {
    open: async (url) => void (await page.goto(url, { waitUntil: 'domcontentloaded' })),
    evaluate: (expression) => page.evaluate(expression),
    click: (selector) => page.locator(selector).first().click({ noWaitAfter: true }),
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
    addCookies: (origin, cookies) => page.context().addCookies(cookies.map((one) => ({ ...one, url: origin }))),
    close: () => page.context().close(),
  };
};
