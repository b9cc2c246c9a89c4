import type { Browser, Locator, Page } from '@playwright/test';
import { startTcpProxy } from '../../../support/tcp-proxy';
import {
  expect,
  expectConfirmed,
  expectProfile,
  expectScript,
  newPerson,
  signIn,
  status,
  test,
} from '../../support/fixtures';
import { addressesOf, isAsleep, openBeforeScript, send } from '../../support/before-script';
import type { Person } from '../../support/people';
import { freePort, startApp, type App, type Stack } from '../../support/stack';

for (const [how, press] of Object.entries(send)) {
  test(`${how} before the page’s script has run saves what was typed, and puts no name into an address`, async ({
    page,
    person,
    stack,
    app,
  }) => {
    await signIn(page, person);
    const addresses = addressesOf(page);
    const { letThrough } = await openBeforeScript(page);
    await page.getByRole('textbox', { name: 'First name' }).fill('Early');
    await page.getByRole('radio', { name: 'Teal' }).check();
    await isAsleep(page);
    await press(page);
    await expect
      .poll(() => stack.clerk.getUser(person.id), { timeout: 30_000 })
      .toMatchObject({ first_name: 'Early', last_name: 'Lee', public_metadata: { avatarColor: 'teal' } });
    letThrough();
    await expectScript(page);
    await expectProfile(page, { firstName: 'Early', lastName: 'Lee', colour: 'Teal' });
    await expectConfirmed(page);
    expect(addresses.filter((address) => /Early|Lee|firstName/.test(address))).toEqual([]);
    expect(app.output()).not.toContain('Early');
  });
}

test('what was typed and chosen before the page’s script has run is still there, and can be saved', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  const { letThrough } = await openBeforeScript(page);
  await page.getByRole('textbox', { name: 'First name' }).fill('Early');
  await page.getByRole('radio', { name: 'Teal' }).check();
  await isAsleep(page);
  letThrough();
  await expect(status(page)).toContainText('Unsaved changes', { timeout: 30_000 });
  await expectProfile(page, { firstName: 'Early', lastName: 'Lee', colour: 'Teal' });
  await send.Save(page);
  await expectConfirmed(page);
  expect(stack.clerk.getUser(person.id)).toMatchObject({
    first_name: 'Early',
    public_metadata: { avatarColor: 'teal' },
  });
});

test('Reset before the page’s script has run takes back what was typed and chosen', async ({ page, person }) => {
  await signIn(page, person);
  await openBeforeScript(page);
  await page.getByRole('textbox', { name: 'First name' }).fill('Early');
  await page.getByRole('radio', { name: 'Teal' }).check();
  await isAsleep(page);
  await page.getByRole('button', { name: 'Reset' }).click();
  await expectProfile(page, { firstName: 'Ann', lastName: 'Lee', colour: 'Automatic' });
});

/** Has a page's browser hold somebody else's session, as after a sign-in in another tab. */
async function becomeOther(page: Page, browser: Browser, other: Person, baseURL: string): Promise<void> {
  const context = await browser.newContext({ baseURL });
  await signIn(await context.newPage(), other);
  await page.context().clearCookies();
  await page.context().addCookies(await context.cookies());
  await context.close();
}

test('an edit posted from Ann’s page is not shown to Bea, who signed in since, nor kept or saved as hers', async ({
  page,
  person,
  stack,
  browser,
  baseURL,
}) => {
  const bea = await newPerson(stack, { firstName: 'Bea', lastName: 'Moon' });
  await signIn(page, person);
  const { letThrough } = await openBeforeScript(page);
  await page.getByRole('textbox', { name: 'First name' }).fill('Secret');
  await becomeOther(page, browser, bea, baseURL!);
  await isAsleep(page);
  await send.Save(page);
  await expect(page.getByText(/^Not saved: that edit was made on the page of somebody/)).toBeVisible();
  await expectProfile(page, { firstName: 'Bea', lastName: 'Moon' });
  letThrough();
  await expectScript(page);
  await expectProfile(page, { firstName: 'Bea', lastName: 'Moon' });
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toMatch(
    new RegExp(`${bea.id}[^}]*Secret`),
  );
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage }))).toMatch(
    new RegExp(`perdure:draft:${person.id}:[^"]*:firstName[^}]*Secret`),
  );
  expect(stack.clerk.getUser(bea.id)).toMatchObject({ first_name: 'Bea' });
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Ann' });
});

test('an edit posted after the session ran out is in the form again, unsaved, once the script runs', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  const { letThrough } = await openBeforeScript(page);
  await page.getByRole('textbox', { name: 'First name' }).fill('Patient');
  await page.context().clearCookies({ name: /^__session/ });
  await isAsleep(page);
  await send.Save(page);
  await expect(page.getByText(/^Not saved yet/)).toBeVisible();
  letThrough();
  await expect(status(page)).toContainText('Unsaved changes', { timeout: 30_000 });
  await expectProfile(page, { firstName: 'Patient', lastName: 'Lee' });
  await send.Save(page);
  await expectConfirmed(page);
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Patient' });
});

/** Whether React has taken a form over. */
const isHydrated = (form: Locator): Promise<boolean> =>
  form.evaluate((element) => Object.keys(element).some((key) => key.startsWith('__react')));

test('an edit posted after the session ran out stays on the page where the browser keeps no drafts', async ({
  page,
  person,
  stack,
}) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await signIn(page, person);
  const { letThrough } = await openBeforeScript(page);
  await page.getByRole('textbox', { name: 'First name' }).fill('Patient');
  await page.context().clearCookies({ name: /^__session/ });
  await isAsleep(page);
  let press = () => {};
  const pressed = new Promise<void>((resolve) => (press = resolve));
  await page.route(/\/session$/, (route) => pressed.then(() => route.continue()));
  await send.Save(page);
  await expect(page.getByText(/^Not saved yet/)).toBeVisible();
  letThrough();
  const kept = page.getByRole('form', { name: 'Kept edit' });
  await expect.poll(() => isHydrated(kept), { timeout: 30_000 }).toBe(true);
  await kept.getByRole('button', { name: 'Save' }).click({ noWaitAfter: true });
  press(); // only now the frame that renews the session loads
  await expect.poll(() => stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Patient' });
  await expectScript(page);
  await expectProfile(page, { firstName: 'Patient' });
});

test.describe('without JavaScript', () => {
  /** A browser that has a session and runs no script. */
  const withoutScript = test.extend<{ plain: Page }>({
    plain: async ({ page, person, browser, baseURL }, use) => {
      await signIn(page, person);
      const context = await browser.newContext({
        baseURL,
        javaScriptEnabled: false,
        storageState: await page.context().storageState(),
      });
      await page.close(); // else it would go on renewing the session
      const plain = await context.newPage();
      await plain.goto('/settings/profile');
      await use(plain);
      await context.close();
    },
  });

  for (const [how, press] of Object.entries(send))
    withoutScript(
      `${how} saves what was typed, and puts no name into an address`,
      async ({ plain, person, stack, app }) => {
        const addresses = addressesOf(plain);
        await plain.getByRole('textbox', { name: 'First name' }).fill('Plain');
        await plain.getByRole('radio', { name: 'Amber' }).check();
        await press(plain);
        await expect
          .poll(() => stack.clerk.getUser(person.id))
          .toMatchObject({ first_name: 'Plain', last_name: 'Lee', public_metadata: { avatarColor: 'amber' } });
        await expect(plain).toHaveURL('/settings/profile');
        await expectProfile(plain, { firstName: 'Plain', lastName: 'Lee', colour: 'Amber' });
        await expect(status(plain)).toContainText('Showing what is saved');
        expect(addresses.filter((address) => /Plain|Lee|firstName/.test(address))).toEqual([]);
        expect(app.output()).not.toContain('Plain');
      },
    );

  withoutScript(
    'a value that breaks a rule is explained under its field, and nothing that was typed is gone',
    async ({ plain, person, stack }) => {
      await plain.getByRole('textbox', { name: 'First name' }).fill('   ');
      await plain.getByRole('textbox', { name: 'Last name' }).fill('Kept');
      await send.Save(plain);
      await expect(plain.getByRole('textbox', { name: 'First name' })).toHaveAccessibleDescription(/can’t be empty/);
      await expectProfile(plain, { lastName: 'Kept' });
      await expect(status(plain)).toContainText('Not saved');
      await plain.getByRole('textbox', { name: 'First name' }).fill('Right');
      await send.Save(plain);
      await expect.poll(() => stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Right', last_name: 'Kept' });
    },
  );

  withoutScript(
    'a save after the session has run out is kept, and saved by pressing once more',
    async ({ plain, person, stack }) => {
      await plain.getByRole('textbox', { name: 'First name' }).fill('Patient');
      // as they are gone after a minute; the browser stays signed in with Clerk
      await plain.context().clearCookies({ name: /^__session/ });
      await send.Save(plain);
      await expect(plain.getByText(/^Not saved yet/)).toBeVisible();
      await plain.waitForLoadState(); // the session is renewed by a frame of the page
      await send.Save(plain);
      await expect.poll(() => stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Patient' });
      await expectProfile(plain, { firstName: 'Patient' });
    },
  );
});

/**
 * A signed-in person's browser without JavaScript at an app of its own, with the profile page open and a first name
 * typed.
 */
async function typeWithoutScript(
  browser: Browser,
  stack: Stack,
  app: App,
  firstName: string,
): Promise<{ plain: Page; person: Person }> {
  const person = await newPerson(stack);
  const alive = await browser.newContext({ baseURL: app.url });
  await signIn(await alive.newPage(), person);
  const context = await browser.newContext({
    baseURL: app.url,
    javaScriptEnabled: false,
    storageState: await alive.storageState(),
  });
  await alive.close();
  const plain = await context.newPage();
  await plain.goto('/settings/profile');
  await plain.getByRole('textbox', { name: 'First name' }).fill(firstName);
  return { plain, person };
}

/**
 * Presses Save until the name is in Clerk: the circuit to Clerk, and the pool, need a moment to find out that all is
 * well again.
 */
const saveUntilTaken = (plain: Page, stack: Stack, person: Person, firstName: string): Promise<void> =>
  expect(async () => {
    await send.Save(plain);
    await expect
      .poll(() => stack.clerk.getUser(person.id), { timeout: 3_000 })
      .toMatchObject({ first_name: firstName });
  }).toPass({ timeout: 40_000 });

test('without JavaScript, an edit is kept while no store answers, and saved by pressing once more', async ({
  stack,
  browser,
}) => {
  const databaseUrl = new URL(stack.databaseUrl);
  const wire = await startTcpProxy({ host: databaseUrl.hostname, port: Number(databaseUrl.port) });
  databaseUrl.port = String(wire.port);
  const app = await startApp({ ...stack.env, DATABASE_URL: databaseUrl.toString() }, await freePort());
  const { plain, person } = await typeWithoutScript(browser, stack, app, 'Stubborn');

  await wire.cut();
  stack.clerk.faults.set({ down: true });
  await send.Save(plain);
  await expect(plain.getByText('Not saved', { exact: false }).first()).toBeVisible({ timeout: 20_000 });
  await expect(plain.getByText('Stubborn')).toBeVisible();
  await expect(plain).toHaveURL('/settings/profile');

  await wire.restore();
  stack.clerk.faults.reset();
  await saveUntilTaken(plain, stack, person, 'Stubborn');
  await expectProfile(plain, { firstName: 'Stubborn' });
  await plain.context().close();
  await app.stop();
  await wire.stop();
});

test('without JavaScript, an edit is kept while no session can be verified, and saved by one more press', async ({
  stack,
  browser,
}) => {
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
