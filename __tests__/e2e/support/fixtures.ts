import { test as base, expect, type BrowserContext, type Page } from '@playwright/test';
import { newPerson, type Person } from './people';
import { freePort, startApp, startStack, type App, type Stack } from './stack';

interface WorkerFixtures {
  stack: Stack;
  app: App;
}
interface TestFixtures {
  /** a person who has an account, and is signed in nowhere */
  person: Person;
  /** a browser of its own: another device */
  newDevice: () => Promise<Page>;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  stack: [
    async ({}, use) => {
      const stack = await startStack('browser');
      await use(stack);
      await stack.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  app: [
    async ({ stack }, use) => {
      const app = await startApp(stack.env, await freePort());
      await use(app);
      await app.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ app }, use) => use(app.url),
  person: async ({ stack }, use) => use(await newPerson(stack)),
  newDevice: async ({ browser, baseURL }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL });
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
  page: async ({ page, stack, baseURL }, use) => {
    stack.clerk.faults.reset();
    const strangers = watchRequests(page, baseURL!);
    await use(page);
    expect(strangers, 'requests that left the machine').toEqual([]);
  },
});
export { expect, newPerson };

/** Collects the requests of a page that go anywhere but to the app. */
function watchRequests(page: Page, origin: string): string[] {
  const strangers: string[] = [];
  page.on('request', (request) => {
    const { protocol, origin: to } = new URL(request.url());
    if (protocol.startsWith('http') && to !== origin) strangers.push(request.url());
  });
  return strangers;
}

/** Signs in on Clerk's own form and ends on the profile page. */
export async function signInOnForm(page: Page, { email, password }: Person): Promise<void> {
  await page.goto('/settings/profile');
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page).toHaveURL(/\/settings\/profile/);
  await expect(page.getByRole('textbox', { name: 'First name' })).toBeVisible();
}

const YEAR_S = 365 * 24 * 60 * 60;

/** Returns the cookies of a new session of `person`, as Clerk's own form leaves them in a browser at `origin`. */
export const sessionCookies = async (person: Person, origin: string) =>
  (await person.openSession(origin)).split('; ').map((pair) => {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(pair)!;
    return { name: name!, value: value!, expires: Date.now() / 1000 + YEAR_S, httpOnly: name === '__client' };
  });

/** Opens the profile page in a browser that holds a session of `person`, once its script runs. */
export async function signIn(page: Page, person: Person, at = ''): Promise<void> {
  const { origin } = new URL((await page.request.get(`${at}/api/health`)).url());
  const cookies = await sessionCookies(person, origin);
  await page.context().addCookies(cookies.map((one) => ({ ...one, url: origin })));
  await page.goto(`${origin}/settings/profile`);
  await expectScript(page);
}

/** Waits until the script of a page without edits runs: it makes the button that has nothing to do unavailable. */
export const expectScript = (page: Page) =>
  expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveAttribute('aria-disabled', 'true', {
    timeout: 30_000,
  });

/** Has every page opened from now on count as hidden, so that it does not poll. */
export const hideTabs = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' }));

/** What the page says about the state of saves. `form`: what its form is called, in its language. */
export const status = (page: Page, form = 'Profile') => page.getByRole('form', { name: form }).getByRole('status');

/** Waits until the page says that the account holds all that is shown, whether or not anything was ever saved. */
export const expectConfirmed = (page: Page, options?: { timeout: number }) =>
  expect(status(page)).toContainText(/Your account is up to date\.|This is what your account holds\./, options);

/** Waits until the page says that a save is still on its way to the account. */
export const expectWaiting = (page: Page) =>
  expect(status(page)).toContainText('Still being passed on to your account');

/** Fills the form and presses Save. */
export async function change(
  page: Page,
  edit: { firstName?: string; lastName?: string; colour?: string },
): Promise<void> {
  if (edit.firstName !== undefined) await page.getByRole('textbox', { name: 'First name' }).fill(edit.firstName);
  if (edit.lastName !== undefined) await page.getByRole('textbox', { name: 'Last name' }).fill(edit.lastName);
  if (edit.colour !== undefined) await page.getByRole('radio', { name: edit.colour }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
}

/** Expects the form to show these values. */
export async function expectProfile(
  page: Page,
  values: { firstName?: string; lastName?: string; colour?: string },
): Promise<void> {
  if (values.firstName !== undefined)
    await expect(page.getByRole('textbox', { name: 'First name' })).toHaveValue(values.firstName);
  if (values.lastName !== undefined)
    await expect(page.getByRole('textbox', { name: 'Last name' })).toHaveValue(values.lastName);
  if (values.colour !== undefined) await expect(page.getByRole('radio', { name: values.colour })).toBeChecked();
}
