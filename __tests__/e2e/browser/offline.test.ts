import { chromium, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  change,
  expect,
  expectConfirmed,
  expectProfile,
  newPerson,
  signIn,
  signInOnForm,
  status,
  test,
} from '../support/fixtures';
import { freePort, sql, startApp, type Stack } from '../support/stack';

/** The names that a person's saves gave them, in the order in which they came to be. */
const savedNames = async ({ databaseUrl }: Stack, userId: string): Promise<unknown[]> =>
  (
    await sql(
      databaseUrl,
      `SELECT changes->'firstName'->>'to' AS name FROM "ProfileChange"
        WHERE "userId" = '${userId}' AND "saveId" IS NOT NULL ORDER BY id`,
    )
  ).map(({ name }) => name);

async function changeOffline(page: Page): Promise<void> {
  await page.context().setOffline(true);
  for (const firstName of ['One', 'Two', 'Three']) {
    await change(page, { firstName });
    await expect(status(page)).toContainText('Offline – will be sent');
  }
}

async function expectThree(page: Page, stack: Stack, userId: string): Promise<void> {
  await expectProfile(page, { firstName: 'Three' });
  await expectConfirmed(page);
  expect(await savedNames(stack, userId)).toEqual(['One', 'Two', 'Three']);
  expect(stack.clerk.getUser(userId)).toMatchObject({ first_name: 'Three' });
}

test('three edits made offline arrive after a reload, in order and once', async ({ page, person, stack }) => {
  await signIn(page, person);
  await changeOffline(page);
  await expect(page.reload()).rejects.toThrow('ERR_INTERNET_DISCONNECTED');
  await page.context().setOffline(false);
  await page.goto('/settings/profile');
  await expectThree(page, stack, person.id);
});

test('edits made offline arrive without a reload, as soon as the network is back', async ({ page, person, stack }) => {
  await signIn(page, person);
  await changeOffline(page);
  await page.context().setOffline(false);
  await expectThree(page, stack, person.id);
});

test('what a tab could not send before it was closed is sent by another, before its own', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  const closed = await page.context().newPage();
  await closed.goto('/settings/profile');
  await closed.getByRole('textbox', { name: 'First name' }).waitFor();
  await page.context().setOffline(true);
  await change(closed, { firstName: 'Older' });
  // offline, or not reached: only the tab in front knows which
  await expect(status(closed)).toContainText('will be sent Kept in this browser');
  await closed.close();
  await change(page, { firstName: 'Newer' });
  await page.context().setOffline(false);
  await expectProfile(page, { firstName: 'Newer' });
  await expectConfirmed(page);
  expect(await savedNames(stack, person.id)).toEqual(['Older', 'Newer']);
});

test('edits made offline survive a restart of the browser', async ({ person, stack, app, launchOptions }) => {
  const folder = await mkdtemp(join(tmpdir(), 'perdure-browser-'));
  const first = await chromium.launchPersistentContext(folder, { ...launchOptions, baseURL: app.url });
  const page = await first.newPage();
  await signIn(page, person);
  await changeOffline(page);
  await first.close();

  const second = await chromium.launchPersistentContext(folder, { ...launchOptions, baseURL: app.url });
  const reopened = await second.newPage();
  await reopened.goto('/settings/profile');
  await expectThree(reopened, stack, person.id);
  await second.close();
  await rm(folder, { recursive: true, force: true });
});

test('a save made while the server is unreachable is sent automatically once it is back', async ({
  browser,
  person,
  stack,
}) => {
  const port = await freePort();
  const app = await startApp(stack.env, port);
  const page = await browser.newPage();
  await signIn(page, person, app.url);
  const live = page.waitForResponse('**/api/profile/live**');
  await page.goto(`${app.url}/settings/profile`); // not in the middle of what signing in leads through
  await live;
  await app.kill();
  await change(page, { firstName: 'Una' });
  await expect(status(page)).toContainText('Not saved yet – will be sent');
  await expect(page.getByRole('alert').first()).toContainText('the server can’t be reached');

  const again = await startApp(stack.env, port);
  await expectConfirmed(page, { timeout: 45_000 });
  expect(await savedNames(stack, person.id)).toEqual(['Una']);
  await page.close();
  await again.stop();
});

test('what was typed survives a crash of the page, and shows to nobody else on the same browser', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  await page.getByRole('textbox', { name: 'First name' }).fill('Half a na');
  await page.close({ runBeforeUnload: false });
  const reopened = await page.context().newPage();
  await reopened.goto('/settings/profile');
  await expectProfile(reopened, { firstName: 'Half a na' });
  await expect(status(reopened)).toContainText('Unsaved changes');

  await signOut(reopened, { forget: true });
  const somebody = await newPerson(stack);
  await signInOnForm(reopened, somebody);
  await expect(reopened.getByRole('textbox', { name: 'First name' })).not.toHaveValue('Half a na');
});

test('a save that could not be sent waits for its own user, whoever else signs in meanwhile', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  await page.route('**/settings/profile', (route) =>
    route.request().postData()?.includes('saveId') ? route.abort() : route.continue(),
  );
  await change(page, { firstName: 'Mine' });
  await expect(status(page)).toContainText('Not saved yet – will be sent');
  await page.context().clearCookies(); // their session has run out
  await page.unroute('**/settings/profile');

  const somebody = await newPerson(stack, { firstName: 'Bea', lastName: 'Moe' });
  await signInOnForm(page, somebody);
  await change(page, { lastName: 'Own' });
  await expectConfirmed(page);
  await expectProfile(page, { firstName: 'Bea', lastName: 'Own' });
  expect(stack.clerk.getUser(somebody.id)).toMatchObject({ first_name: 'Bea', last_name: 'Own' });
  await signOut(page);

  await signInOnForm(page, person);
  await expectProfile(page, { firstName: 'Mine' });
  await expectConfirmed(page);
  expect(await savedNames(stack, person.id)).toEqual(['Mine']);
});

test('an edit outlives the session: whoever signs in again finds it saved', async ({ page, person, stack }) => {
  await signIn(page, person);
  await page.context().clearCookies();
  await change(page, { firstName: 'Still' });
  await expect(page.getByRole('alert').first()).toContainText('you are signed out');
  await expect(status(page)).toContainText('Not saved yet – will be sent');
  expect(await savedNames(stack, person.id)).toEqual([]);

  const tab = await page.context().newPage();
  await signInOnForm(tab, person);
  await expectConfirmed(page);
  await expectProfile(page, { firstName: 'Still' });
  await expectProfile(tab, { firstName: 'Still' });
  expect(await savedNames(stack, person.id)).toEqual(['Still']);
});

async function signOut(page: Page, { forget = false } = {}): Promise<void> {
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  if (forget) await page.getByRole('button', { name: 'Sign out and forget them' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
}
