import type { Browser, Page } from '@playwright/test';
import { violations } from './axe';
import { openDevice } from './device';
import { expect, newPerson, sessionCookies, signIn } from './fixtures';
import type { Person } from './people';
import type { App, Stack } from './stack';

const formOf = (page: Page, text: string) => page.getByRole('form').filter({ hasText: text });
const nameDialog = (page: Page) => page.getByRole('dialog', { name: 'Your name' });
const firstName = 'First name';
const lastName = 'Last name';

interface Place {
  stack: Stack;
  /** the app with `embedded/` as its page /embedded, and preferences as a page of their own; `copy`: where it is */
  app: App;
  copy: string;
  browser: Browser;
}

/** Uses the form on a page of its section, in other pages, and in a dialog, on two devices and without a script. */
export async function useEmbeddedForms({ stack, app, copy, browser }: Place): Promise<void> {
  const newPage = async (options = {}) => {
    const context = await browser.newContext({ baseURL: app.url, ...options });
    context.setDefaultTimeout(20_000);
    return context.newPage();
  };
  const person = await newPerson(stack);
  const [page, other] = [await newPage(), await newPage()];
  const device = openDevice(stack, person.id, app.url, copy);
  await signIn(page, person);
  await signIn(other, person);

  await page.goto('/settings/preferences');
  await page.getByRole('combobox', { name: 'Time zone' }).fill('Europe/Berlin');
  await page.getByRole('combobox', { name: 'Time zone' }).press('Tab');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect
    .poll(() => stack.clerk.getUser(person.id)?.private_metadata)
    .toMatchObject({ timeZone: 'Europe/Berlin' });
  await page.getByRole('switch').click();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Profile' }).click();
  await expect(page.getByRole('textbox', { name: firstName })).toHaveValue('Ann');
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Preferences' }).click();
  await expect(page.getByRole('switch')).toBeChecked(); // a draft, on its own page
  expect(await violations(page)).toEqual([]);

  await useDialog(page, other);
  expect(await device.save({ lastName: 'Elsewhere' })).toMatchObject({ ok: true });
  await expect(page.getByText('on another device')).toBeVisible();
  await page.getByRole('textbox', { name: lastName }).fill('Elsewhere');

  await page.goto('/embedded/client');
  await page.getByRole('textbox', { name: 'Bio' }).fill('In the browser alone');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.locator('[data-saved]')).toHaveText('Bea Elsewhere');
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Bea' });

  await saveWithoutScript(await newPage({ javaScriptEnabled: false }), person, app);
  await expect.poll(() => stack.clerk.getUser(person.id)?.public_metadata).toMatchObject({ avatarColor: 'amber' });
  const stranger = await newPage();
  await stranger.goto('/embedded/client');
  await expect(stranger.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', /redirect_url=%2Fembedded/);
  for (const one of [page, other, stranger]) await one.context().close();
}

/** Saves in a dialog beside a form with an edit of its own: neither takes anything from the other. */
async function useDialog(page: Page, other: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/embedded');
  const wide = formOf(page, 'Preferences');
  // the draft, in another form that has the field
  await expect(wide.getByRole('switch', { name: 'Product e-mails' })).toBeChecked();
  await wide.getByRole('button', { name: 'Reset' }).click();
  await expect(wide.getByRole('button', { name: 'Save', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await wide.getByRole('textbox', { name: lastName }).fill('Draft');
  await page.getByRole('button', { name: 'Change my name' }).click();
  const dialog = nameDialog(page);
  await expect(dialog.getByRole('textbox', { name: lastName })).toHaveValue('Lee'); // not the draft of the other form
  const [first, last] = [firstName, lastName].map((name) => dialog.getByRole('textbox', { name }));
  const [above, below] = [await first!.boundingBox(), await last!.boundingBox()];
  expect(below!.y).toBeGreaterThan(above!.y + above!.height); // narrow, in a wide window
  const side = [await wide.getByRole('textbox', { name: firstName }).boundingBox()];
  side.push(await wide.getByRole('textbox', { name: lastName }).boundingBox());
  expect(side[0]!.y).toBe(side[1]!.y);
  expect(await violations(page)).toEqual([]);

  await first!.fill('Bea');
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(wide.getByRole('textbox', { name: firstName })).toHaveValue('Bea');
  await expect(wide.getByRole('textbox', { name: lastName })).toHaveValue('Draft');
  await expect(other.getByRole('textbox', { name: firstName })).toHaveValue('Bea');
  await expect(other.getByRole('textbox', { name: lastName })).toHaveValue('Lee');
  await page.reload();
  await expect(wide.getByRole('textbox', { name: lastName })).toHaveValue('Draft');
}

async function saveWithoutScript(page: Page, person: Person, app: App): Promise<void> {
  await page.context().addCookies((await sessionCookies(person, app.url)).map((one) => ({ ...one, url: app.url })));
  await page.goto('/embedded?team=7');
  const look = formOf(page, 'Avatar colour');
  await look.getByRole('radio', { name: 'Amber' }).check();
  await look.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(look.getByRole('radio', { name: 'Amber' })).toBeChecked();
  await expect(page).toHaveURL(/\/embedded\?team=7$/);
  await page.context().close();
}
