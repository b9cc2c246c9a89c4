import type { Browser, Page } from '@playwright/test';
import { layWire } from '../support/tcp-proxy';
import { expect, expectProfile, newPerson, signIn, status, test } from './support/fixtures';
import type { Person } from './support/people';
import { freePort, startApp, type App, type Stack } from './support/stack';

/** How long the page's script is held back, in ms. */
const HELD_BACK_MS = 8_000;

/** Every address that a page asked for: what is in one also stands in proxies' logs and in the browser's history. */
function addressesOf(page: Page): string[] {
  const addresses: string[] = [];
  page.on('request', (request) => addresses.push(request.url()));
  return addresses;
}

/** The profile page as a slow network shows it: all there but its script. */
async function openBeforeScript(page: Page): Promise<void> {
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, HELD_BACK_MS));
    await route.continue().catch(() => undefined); // the page has gone on meanwhile
  });
  await page.goto('/settings/profile', { waitUntil: 'commit' });
  await page.getByRole('textbox', { name: 'First name' }).waitFor();
}

const isAlive = (page: Page) => expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveAttribute('aria-disabled', 'true', { timeout: 30_000 });

const send = {
  Enter: (page: Page) => page.getByRole('textbox', { name: 'First name' }).press('Enter', { noWaitAfter: true }),
  Save: (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click({ noWaitAfter: true }),
};

for (const [how, press] of Object.entries(send)) {
  test(`${how} before the page’s script has run saves what was typed, and puts no name into an address`, async ({ page, person, stack }) => {
    await signIn(page, person);
    const addresses = addressesOf(page);
    await openBeforeScript(page);
    await page.getByRole('textbox', { name: 'First name' }).fill('Early');
    await page.getByRole('radio', { name: 'Teal' }).check();
    await press(page);
    await expect.poll(() => stack.clerk.getUser(person.id), { timeout: 30_000 }).toMatchObject({ first_name: 'Early', last_name: 'Lee', public_metadata: { avatarColor: 'teal' } });
    await page.unroute(/\/_next\/static\/.*\.js/);
    await isAlive(page);
    await expectProfile(page, { firstName: 'Early', lastName: 'Lee', colour: 'Teal' });
    await expect(status(page)).toContainText('Confirmed by Clerk');
    expect(addresses.filter((address) => /Early|Lee|firstName/.test(address))).toEqual([]);
  });

}

test('what was typed and chosen before the page’s script has run is there when it has, and can be saved', async ({ page, person, stack }) => {
  await signIn(page, person);
  await openBeforeScript(page);
  await page.getByRole('textbox', { name: 'First name' }).fill('Early');
  await page.getByRole('radio', { name: 'Teal' }).check();
  await expect(status(page)).toContainText('Unsaved changes', { timeout: 30_000 });
  await expectProfile(page, { firstName: 'Early', lastName: 'Lee', colour: 'Teal' });
  await send.Save(page);
  await expect(status(page)).toContainText('Confirmed by Clerk');
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Early', public_metadata: { avatarColor: 'teal' } });
});

test('Reset before the page’s script has run takes back what was typed and chosen', async ({ page, person }) => {
  await signIn(page, person);
  await openBeforeScript(page);
  await page.getByRole('textbox', { name: 'First name' }).fill('Early');
  await page.getByRole('radio', { name: 'Teal' }).check();
  await page.getByRole('button', { name: 'Reset' }).click();
  await expectProfile(page, { firstName: 'Ann', lastName: 'Lee', colour: 'Slate' });
});

test.describe('without JavaScript', () => {
  /** A browser that has a session and runs no script. */
  const withoutScript = test.extend<{ plain: Page }>({
    plain: async ({ page, person, browser, baseURL }, use) => {
      await signIn(page, person);
      const context = await browser.newContext({ baseURL, javaScriptEnabled: false, storageState: await page.context().storageState() });
      await page.close(); // else it would go on renewing the session
      const plain = await context.newPage();
      await plain.goto('/settings/profile');
      await use(plain);
      await context.close();
    },
  });

  for (const [how, press] of Object.entries(send))
    withoutScript(`${how} saves what was typed, and puts no name into an address`, async ({ plain, person, stack }) => {
      const addresses = addressesOf(plain);
      await plain.getByRole('textbox', { name: 'First name' }).fill('Plain');
      await plain.getByRole('radio', { name: 'Amber' }).check();
      await press(plain);
      await expect.poll(() => stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Plain', last_name: 'Lee', public_metadata: { avatarColor: 'amber' } });
      await expect(plain).toHaveURL('/settings/profile');
      await expectProfile(plain, { firstName: 'Plain', lastName: 'Lee', colour: 'Amber' });
      await expect(status(plain)).toContainText('Showing what is saved');
      expect(addresses.filter((address) => /Plain|Lee|firstName/.test(address))).toEqual([]);
    });

  withoutScript('a value that breaks a rule is explained under its field, and nothing that was typed is gone', async ({ plain, person, stack }) => {
    await plain.getByRole('textbox', { name: 'First name' }).fill('   ');
    await plain.getByRole('textbox', { name: 'Last name' }).fill('Kept');
    await send.Save(plain);
    await expect(plain.getByRole('textbox', { name: 'First name' })).toHaveAccessibleDescription(/can’t be empty/);
    await expectProfile(plain, { lastName: 'Kept' });
    await expect(status(plain)).toContainText('Not saved');
    await plain.getByRole('textbox', { name: 'First name' }).fill('Right');
    await send.Save(plain);
    await expect.poll(() => stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Right', last_name: 'Kept' });
  });

  withoutScript('a save after the session has run out is kept, and saved by pressing once more', async ({ plain, person, stack }) => {
    await plain.getByRole('textbox', { name: 'First name' }).fill('Patient');
    await plain.context().clearCookies({ name: /^__session/ }); // as they are gone after a minute; the browser stays signed in with Clerk
    await send.Save(plain);
    await expect(plain.getByText(/^Not saved yet/)).toBeVisible();
    await plain.waitForLoadState(); // the session is renewed by a frame of the page
    await send.Save(plain);
    await expect.poll(() => stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Patient' });
    await expectProfile(plain, { firstName: 'Patient' });
  });
});

/** A signed-in person's browser without JavaScript at an app of its own, with the profile page open and a first name typed. */
async function typeWithoutScript(browser: Browser, stack: Stack, app: App, firstName: string): Promise<{ plain: Page; person: Person }> {
  const person = await newPerson(stack);
  const alive = await browser.newContext({ baseURL: app.url });
  await signIn(await alive.newPage(), person);
  const context = await browser.newContext({ baseURL: app.url, javaScriptEnabled: false, storageState: await alive.storageState() });
  await alive.close();
  const plain = await context.newPage();
  await plain.goto('/settings/profile');
  await plain.getByRole('textbox', { name: 'First name' }).fill(firstName);
  return { plain, person };
}

/** Presses Save until the name is in Clerk: the circuit to Clerk, and the pool, need a moment to find out that all is well again. */
const saveUntilTaken = (plain: Page, stack: Stack, person: Person, firstName: string): Promise<void> =>
  expect(async () => {
    await send.Save(plain);
    await expect.poll(() => stack.clerk.getUser(person.id), { timeout: 3_000 }).toMatchObject({ first_name: firstName });
  }).toPass({ timeout: 40_000 });

test('without JavaScript, while neither Postgres nor Clerk answers, an edit is kept and saved by pressing once more', async ({ stack, browser }) => {
  const databaseUrl = new URL(stack.databaseUrl);
  const wire = await layWire({ host: databaseUrl.hostname, port: Number(databaseUrl.port) });
  databaseUrl.port = String(wire.port);
  const app = await startApp({ ...stack.env, DATABASE_URL: databaseUrl.toString() }, await freePort());
  const { plain, person } = await typeWithoutScript(browser, stack, app, 'Stubborn');

  await wire.cut();
  stack.clerk.faults.set({ down: true });
  await send.Save(plain);
  await expect(plain.getByText('Not saved', { exact: false }).first()).toBeVisible({ timeout: 20_000 });
  await expect(plain.getByText('Stubborn')).toBeVisible();
  await expect(plain).toHaveURL('/settings/profile');

  await wire.mend();
  stack.clerk.faults.reset();
  await saveUntilTaken(plain, stack, person, 'Stubborn');
  await expectProfile(plain, { firstName: 'Stubborn' });
  await plain.context().close();
  await app.stop();
  await wire.stop();
});

test('without JavaScript, an edit is kept where the server cannot verify the session, and saved by pressing once more', async ({ stack, browser }) => {
  const port = await freePort();
  const before = await startApp(stack.env, port);
  const { plain, person } = await typeWithoutScript(browser, stack, before, 'Unverified');

  await before.stop();
  stack.clerk.faults.set({ status: 503 });
  const app = await startApp(stack.env, port); // knows no key of sessions yet
  await send.Save(plain);
  await expect(plain.getByText(/Not saved: we can’t check who you are right now/)).toBeVisible({ timeout: 20_000 });
  await expect(plain.getByText('Unverified')).toBeVisible();

  stack.clerk.faults.reset();
  await saveUntilTaken(plain, stack, person, 'Unverified');
  await expectProfile(plain, { firstName: 'Unverified' });
  await plain.context().close();
  await app.stop();
});
