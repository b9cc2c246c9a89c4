import type { Page } from '@playwright/test';
import {
  change,
  expect,
  expectConfirmed,
  expectProfile,
  expectScript,
  newPerson,
  signIn,
  signInOnForm,
  test,
} from '../support/fixtures';

/** Keeps the scripts of Clerk from loading, as an ad blocker does. */
const blockScripts = (page: Page) => page.context().route('**/__clerk/npm/**', (route) => route.abort());

/** Takes the session's token from a browser, as when it is older than its minute. */
const expireSession = (page: Page) => page.context().clearCookies({ name: /^__session/ });

/** Has a browser that is signed in with Clerk hold nothing that says so to the app. */
async function becomeUnknown(page: Page): Promise<void> {
  await page.goto('about:blank'); // Clerk’s script writes them every few seconds
  await page.context().clearCookies({ name: /^__(session|client_uat)/ });
}

/** Collects the openings of the page that renews a session, in all tabs. */
function recordRenewals(page: Page): string[] {
  const renewals: string[] = [];
  page.context().on('request', (request) => {
    const isFirst = request.redirectedFrom() === null;
    if (isFirst && new URL(request.url()).pathname === '/session') renewals.push(request.url());
  });
  return renewals;
}

/** Records whether a page ever says that somebody is signed out. */
const recordSignedOut = (page: Page) =>
  page.addInitScript(() => {
    const seen = window as unknown as { saidSignedOut?: boolean };
    new MutationObserver(() => {
      if (/signed out/.test(document.body?.innerText ?? '')) seen.saidSignedOut = true;
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
const saidSignedOut = (page: Page) =>
  page.evaluate(() => (window as unknown as { saidSignedOut?: boolean }).saidSignedOut === true);

test('the sign-in’s widgets are loaded where somebody signs in, and not on the profile page', async ({
  page,
  person,
}) => {
  const scripts: string[] = [];
  page.on('request', (request) => {
    const from = new URL(page.url()).pathname.startsWith('/settings') ? 'profile' : 'sign-in';
    if (request.url().includes('@clerk/ui')) scripts.push(from);
  });
  await signInOnForm(page, person);
  await page.reload();
  await page.getByRole('button', { name: /^Account/ }).click();
  await expect(page.getByText(person.email)).toBeVisible(); // its script has loaded
  expect(scripts).toContain('sign-in');
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await signInOnForm(page, person);
  expect(scripts).not.toContain('profile');
});

test('an address that does not exist is answered 404, with a page that leads back', async ({ page, person }) => {
  await signIn(page, person);
  const response = await page.goto('/settings/nothing');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', /./);
  await page.getByRole('link', { name: 'Go to your profile' }).click();
  await expect(page.getByRole('textbox', { name: 'First name' })).toBeVisible();
});

for (const isBlocked of [false, true])
  test(`a session that has run out is renewed unseen${isBlocked ? ', also without Clerk’s script' : ''}`, async ({
    page,
    person,
    stack,
  }) => {
    await recordSignedOut(page);
    await signIn(page, person);
    if (isBlocked) {
      await blockScripts(page);
      await page.reload();
      await expectScript(page);
    }
    for (const firstName of ['Una', 'Dua']) {
      await expireSession(page);
      await change(page, { firstName });
      await expectConfirmed(page);
      await expireSession(page);
      await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
      await expect.poll(() => page.evaluate(() => document.cookie)).toContain('__session');
    }
    expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Dua' });
    expect(await saidSignedOut(page)).toBe(false);
  });

test('several tabs whose session has run out renew it one at a time', async ({ page, person }) => {
  await signIn(page, person);
  await blockScripts(page);
  const tabs = [page];
  for (let more = 0; more < 3; more += 1) tabs.push(await page.context().newPage());
  for (const tab of tabs) {
    await tab.goto('/settings/profile');
    await expectScript(tab);
  }
  const renewals = recordRenewals(page);
  await expireSession(page);
  await Promise.all(tabs.map((tab) => tab.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))));
  await change(tabs[2]!, { firstName: 'Tab' });
  await expectConfirmed(tabs[2]!);
  for (const tab of tabs) await expectProfile(tab, { firstName: 'Tab' });
  expect(renewals).toHaveLength(1);
});

test('a page that is signed out for good says so, and does not go on asking', async ({ page, person }) => {
  await signIn(page, person);
  const renewals = recordRenewals(page);
  await page.context().clearCookies();
  await change(page, { firstName: 'Gone' });
  await expect(page.getByRole('alert').first()).toContainText('you are signed out');
  const asked = renewals.length;
  expect(asked).toBeLessThanOrEqual(1);
  for (let times = 0; times < 5; times += 1) {
    const answer = page.waitForResponse('**/api/profile');
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    await answer;
  }
  expect(renewals.length - asked).toBeLessThanOrEqual(1);
});

test('the sign-in page says soon that its script is blocked, and signs in once it is not', async ({ page, person }) => {
  await blockScripts(page);
  await page.goto('/settings/profile');
  await expect(page.getByRole('heading', { name: 'The form hasn’t loaded yet' })).toBeVisible();
  await page.context().unroute('**/__clerk/npm/**');
  await page.getByRole('button', { name: 'Reload' }).click();
  await signInOnForm(page, person);
  await expect(page.getByText('hasn’t loaded')).toHaveCount(0);
});

for (const [what, secondsAgo] of Object.entries({ valid: 0, expired: 120 }))
  test(`without Clerk’s script a plain request signs out, with a token that is ${what}`, async ({
    page,
    person,
    stack,
    app,
  }) => {
    const { sessionId, cookies } = await stack.clerk.createSession(person.id, { origin: app.url, secondsAgo });
    const presented = cookies.split('; ').map((pair) => {
      const [name = '', value = ''] = pair.split('=');
      return { name, value, url: app.url, httpOnly: name === '__client' };
    });
    await page.context().addCookies(presented);
    await blockScripts(page);
    await page.goto('/settings/profile');
    await expectScript(page);
    await page.context().addCookies(presented);
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    const session = await fetch(`${stack.clerk.apiUrl}/v1/sessions/${sessionId}`, {
      headers: { authorization: `Bearer ${stack.clerk.secretKey}` },
    });
    expect(await session.json()).toMatchObject({ status: 'revoked' });
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('__session');
  });

test('somebody whom the server took for signed out is led back from the sign-in page, once', async ({
  page,
  person,
}) => {
  await signIn(page, person);
  await becomeUnknown(page);
  const visits: string[] = [];
  page.on('framenavigated', (frame) => {
    const { pathname } = new URL(frame.url());
    if (frame === page.mainFrame() && visits.at(-1) !== pathname) visits.push(pathname);
  });
  await page.goto('/settings/profile');
  await expect(page.getByRole('textbox', { name: 'First name' })).toBeVisible();
  await expectScript(page);
  expect(visits).toEqual(['/sign-in', '/settings/profile']);
});

test('the sign-in page leads nobody in a circle: where the server stays unsure it says so', async ({
  page,
  person,
}) => {
  await signIn(page, person);
  await page.route(/\/session$/, (route) => route.abort());
  await becomeUnknown(page);
  await page.goto('/settings/profile');
  await expect(page.getByRole('alert').filter({ hasText: 'can’t be confirmed' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Email address')).toBeVisible();
});

test('without JavaScript, the pages say what needs it, and one can sign out', async ({ page, person, browser }) => {
  await signIn(page, person);
  const context = await browser.newContext({
    baseURL: new URL(page.url()).origin,
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  });
  const plain = await context.newPage();
  await plain.goto('/settings/profile');
  await expect(plain.getByText(/^Without JavaScript you can change and save everything here/)).toBeVisible();
  await expect(plain.getByRole('button', { name: 'Theme' })).toBeHidden();
  await expect(plain.getByRole('button', { name: /^Account/ })).toBeHidden();
  await plain.getByRole('button', { name: 'Sign out' }).click();
  await expect(plain).toHaveURL(/\/sign-in/);
  await expect(plain.getByText(/^Signing in needs JavaScript/)).toBeVisible();
  await plain.goto('/settings/profile');
  await expect(plain).toHaveURL(/\/sign-in/);
  await context.close();
});

const MINUTE = 60_000;
const skews = { '3 minutes slow': -3, '3 minutes fast': 3, '26 hours slow': -26 * 60, '26 hours fast': 26 * 60 };

/** Sets a device's clock wrong, by `shift` ms: its timers run as ever. */
const shiftClock = (page: Page, shift: number) =>
  page.addInitScript((by) => {
    const RealDate = Date;
    const now = () => RealDate.now() + by;
    const construct = (target: DateConstructor, args: unknown[]) =>
      Reflect.construct(target, args.length > 0 ? args : [now()]) as Date;
    window.Date = new Proxy(RealDate, {
      construct,
      apply: () => new RealDate(now()).toString(),
      get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
    });
  }, shift);

test('with a device clock that is minutes or hours wrong a page stays signed in, reads and saves', async ({
  newDevice,
  stack,
  app,
}) => {
  test.setTimeout(240_000);
  const devices = await Promise.all(
    Object.entries(skews).map(async ([clock, minutes]) => {
      const [page, person] = [await newDevice(), await newPerson(stack)];
      await recordSignedOut(page);
      await shiftClock(page, minutes * MINUTE);
      await signIn(page, person);
      await change(page, { firstName: 'Early' });
      await expectConfirmed(page);
      return { clock, page, person };
    }),
  );
  const { cookies } = await stack.clerk.createSession(devices[0]!.person.id, { origin: app.url });
  const withFirstToken = () => fetch(`${app.url}/api/profile`, { headers: { cookie: cookies } });
  await expect.poll(async () => (await withFirstToken()).status, { timeout: 90_000 }).toBe(401); // all have expired

  await Promise.all(
    devices.map(({ clock, page, person }) =>
      test.step(clock, async () => {
        await change(page, { firstName: 'Late' });
        await expectConfirmed(page);
        expect(await saidSignedOut(page)).toBe(false);
        await page.reload();
        await expectProfile(page, { firstName: 'Late' });
        expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Late' });
      }),
    ),
  );
});
