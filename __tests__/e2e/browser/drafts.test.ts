import { chromium, type Page } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDevice } from '../support/device';
import {
  change,
  expect,
  expectConfirmed,
  expectProfile,
  expectScript,
  newPerson,
  signIn,
  signInOnForm,
  status,
  test,
} from '../support/fixtures';

const firstName = (page: Page) => page.getByRole('textbox', { name: 'First name' });
const lastName = (page: Page) => page.getByRole('textbox', { name: 'Last name' });

/** Opens the profile in another tab, and waits until it has read what the browser keeps. */
async function openTab(beside: Page): Promise<Page> {
  const tab = await beside.context().newPage();
  await tab.goto('/settings/profile');
  await expect(status(tab)).not.toContainText('Showing what is saved');
  return tab;
}

/** Sets what a control holds as an extension does, from a world of its own: no event, and React hears nothing. */
async function putInto(page: Page, script: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  const { frameTree } = await devtools.send('Page.getFrameTree');
  const { executionContextId } = await devtools.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
  await devtools.send('Runtime.evaluate', { expression: script, contextId: executionContextId });
  await devtools.detach();
}
const SET_FIRST_NAME = 'document.querySelector("input[name=firstName]").value = "Filled"';
const CHOOSE_VIOLET = 'document.querySelector("input[name=avatarColor][value=violet]").checked = true';

/** Counts the times that the browser asks before a page is left; the page is then left. */
function countQuestions(page: Page): () => number {
  let asked = 0;
  page.on('dialog', (dialog) => {
    asked += 1;
    void dialog.accept();
  });
  return () => asked;
}

async function pressSignOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
}
const question = (page: Page) => page.getByRole('dialog', { name: 'You have unsaved changes' });

test('a new tab does not show what is half typed in another, and their saves and resets are their own', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  await firstName(page).fill('Half a na');
  const other = await openTab(page);
  await expectProfile(other, { firstName: 'Ann' });
  await lastName(other).fill('Moe');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await expectConfirmed(other);
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Ann', last_name: 'Moe' });

  await firstName(other).fill('Bea');
  await other.getByRole('button', { name: 'Reset' }).click();
  await expectProfile(other, { firstName: 'Ann' });
  await page.reload();
  await expectProfile(page, { firstName: 'Half a na', lastName: 'Moe' });
});

test('a duplicated tab begins with what is saved, and both keep their own drafts', async ({ page, person }) => {
  await signIn(page, person);
  await firstName(page).fill('Original');
  const opened = page.context().waitForEvent('page');
  await page.evaluate(() => void window.open('/settings/profile')); // a copy of the tab's session storage, too
  const copy = await opened;
  await expectProfile(copy, { firstName: 'Ann' });
  await expectScript(copy);
  await firstName(copy).fill('Copy');
  await page.reload();
  await expectProfile(page, { firstName: 'Original' });
  await copy.reload();
  await expectProfile(copy, { firstName: 'Copy' });
});

test('what a closed and a crashed tab left is taken over once: the newest in the form, the other offered', async ({
  page,
  person,
}) => {
  await signIn(page, person);
  const closed = await openTab(page);
  await firstName(closed).fill('Closed');
  const crashed = await openTab(page);
  await firstName(crashed).fill('Crashed');
  await closed.close();
  const devtools = await page.context().newCDPSession(crashed);
  const crash = crashed.waitForEvent('crash');
  void devtools.send('Page.crash').catch(() => undefined);
  await crash;

  const next = await openTab(page);
  await expectProfile(next, { firstName: 'Crashed' });
  await expect(next.getByText('You typed this a moment ago')).toBeVisible();
  await expect(next.getByText('You typed “Closed” a moment ago')).toBeVisible();
  const last = await openTab(page);
  await expectProfile(last, { firstName: 'Ann' });

  await next.getByRole('button', { name: 'Discard: First name' }).click();
  await expectProfile(next, { firstName: 'Ann' });
  await expect(firstName(next)).toBeFocused();
  await next.getByRole('button', { name: 'Use it: First name' }).click();
  await expectProfile(next, { firstName: 'Closed' });
});

test('a draft survives a restart of the browser, which does not ask before it is closed', async ({
  person,
  app,
  launchOptions,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'perdure-browser-'));
  const first = await chromium.launchPersistentContext(folder, { ...launchOptions, baseURL: app.url });
  const page = await first.newPage();
  const asked = countQuestions(page);
  await signIn(page, person);
  await firstName(page).fill('Half a na');
  await page.close({ runBeforeUnload: true });
  await first.close();
  expect(asked()).toBe(0);

  const second = await chromium.launchPersistentContext(folder, { ...launchOptions, baseURL: app.url });
  const reopened = await second.newPage();
  await reopened.goto('/settings/profile');
  await expectProfile(reopened, { firstName: 'Half a na' });
  await expect(reopened.getByText('You typed this a moment ago')).toBeVisible();
  await second.close();
  await rm(folder, { recursive: true, force: true });
});

test('without locks a new tab still takes over only what tabs left that are closed', async ({ page, person }) => {
  await page.context().addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
  await signIn(page, person);
  const closed = await openTab(page);
  await lastName(closed).fill('Closed');
  await closed.close();
  await firstName(page).fill('Open');
  const next = await openTab(page);
  await expectProfile(next, { firstName: 'Ann', lastName: 'Closed' });
});

test('the browser asks before a page is left only where it keeps nothing of what is typed', async ({
  page,
  person,
}) => {
  const asked = countQuestions(page);
  await signIn(page, person);
  await firstName(page).fill('Kept');
  await page.reload();
  expect(asked()).toBe(0);
  await expectProfile(page, { firstName: 'Kept' });
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  });
  await firstName(page).fill('Lost');
  await page.reload();
  expect(asked()).toBe(1);
});

test('signing out asks before it forgets what is typed, and the next person finds nothing of it', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  const other = await openTab(page);
  await lastName(other).fill('Half typed');
  await firstName(page).fill('Secret');
  await pressSignOut(page);
  await expect(question(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(question(page)).toBeHidden();
  await expect(page.getByRole('button', { name: /^Account/ })).toBeFocused();
  await expectProfile(page, { firstName: 'Secret' });

  await pressSignOut(page);
  await question(page).getByRole('button', { name: 'Sign out and forget them' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(other).toHaveURL(/\/sign-in/);
  const kept = () => page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(await kept()).not.toMatch(/Secret|Half typed/);

  const somebody = await newPerson(stack, { firstName: 'Bea', lastName: 'Moe' });
  await signInOnForm(page, somebody);
  await expectProfile(page, { firstName: 'Bea', lastName: 'Moe' });
  await expectConfirmed(page);
});

test('signing out with nothing unsaved asks nothing, and with a save that waits it asks', async ({ page, person }) => {
  await signIn(page, person);
  await page.route('**/settings/profile', (route) =>
    route.request().postData()?.includes('saveId') ? route.abort() : route.continue(),
  );
  await change(page, { firstName: 'Waits' });
  await expect(status(page)).toContainText('will be sent');
  await pressSignOut(page);
  await question(page).getByRole('button', { name: 'Stay' }).click();
  await page.unroute('**/settings/profile');
  await page.getByRole('button', { name: 'Send now' }).click();
  await expectConfirmed(page);
  await pressSignOut(page);
  await expect(page).toHaveURL(/\/sign-in/);
});

test('what an extension puts into the controls without an event is saved, and no refetch draws over it', async ({
  page,
  person,
  stack,
  app,
}) => {
  await signIn(page, person);
  await putInto(page, SET_FIRST_NAME);
  await openDevice(stack, person.id, app.url).save({ lastName: 'Elsewhere' });
  await expectProfile(page, { firstName: 'Filled', lastName: 'Elsewhere' });
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText('Filled Elsewhere');
  await putInto(page, CHOOSE_VIOLET);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expectConfirmed(page);
  expect(stack.clerk.getUser(person.id)).toMatchObject({
    first_name: 'Filled',
    last_name: 'Elsewhere',
    public_metadata: { avatarColor: 'violet' },
  });

  await putInto(page, 'document.querySelector("input[name=firstName]").value = "Left"');
  await page.reload();
  await expectProfile(page, { firstName: 'Left' });
});

test('what was put into the controls before the page’s script ran is an edit once it runs', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/settings/profile', { waitUntil: 'commit' });
  await firstName(page).waitFor();
  await putInto(page, SET_FIRST_NAME);
  await putInto(page, CHOOSE_VIOLET);
  letThrough();
  await expect(status(page)).toContainText('Unsaved changes', { timeout: 30_000 });
  await expectProfile(page, { firstName: 'Filled', colour: 'Violet' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expectConfirmed(page);
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Filled' });
});
