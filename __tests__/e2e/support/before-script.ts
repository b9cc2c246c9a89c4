import type { Page } from '@playwright/test';
import { expect } from './fixtures';

/** Every address that a page asked for: what is in one also stands in proxies' logs and in the browser's history. */
export function addressesOf(page: Page): string[] {
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  return addresses;
}

/**
 * The profile page as a slow network shows it: all there but its script, and that of the pages after it, which come
 * when they are let through.
 */
export async function openBeforeScript(page: Page): Promise<{ letThrough: () => void }> {
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await held;
    await route.continue().catch(() => undefined); // the page has gone on meanwhile
  });
  await page.goto('/settings/profile', { waitUntil: 'commit' });
  await page.getByRole('textbox', { name: 'First name' }).waitFor();
  return { letThrough };
}

/** Whether the page's script does not run yet: it makes a button that has nothing to do unavailable. */
export const isAsleep = (page: Page) =>
  expect(page.getByRole('button', { name: 'Save', exact: true })).not.toHaveAttribute('aria-disabled');

/** How a form is sent. */
export const send = {
  'Enter on a colour': (page: Page) => page.getByRole('radio', { checked: true }).press('Enter', { noWaitAfter: true }),
  Enter: (page: Page) => page.getByRole('textbox', { name: 'First name' }).press('Enter', { noWaitAfter: true }),
  Save: (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click({ noWaitAfter: true }),
};
