import { chromium, type Page } from '@playwright/test';
import { change, expect, expectConfirmed, expectProfile, signIn, signInOnForm, test } from '../../support/fixtures';

test('over plain http, where a browser lacks what it keeps for secure pages, a save is saved', async ({
  person,
  stack,
  app,
  launchOptions,
}) => {
  const port = new URL(app.url).port;
  const browser = await chromium.launch({
    ...launchOptions,
    args: [...(launchOptions.args ?? []), '--host-resolver-rules=MAP staging.test 127.0.0.1'],
  });
  try {
    const page = await browser.newPage({ baseURL: `http://staging.test:${port}` });
    await signInOnForm(page, person);
    expect(await page.evaluate(() => [isSecureContext, typeof crypto.randomUUID, typeof navigator.locks])).toEqual([
      false,
      'undefined',
      'undefined',
    ]);
    await change(page, { firstName: 'Plain', colour: 'Teal' });
    await expectConfirmed(page);
    expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Plain' });
    await page.reload();
    await expectProfile(page, { firstName: 'Plain', colour: 'Teal' });
  } finally {
    await browser.close();
  }
});

/** What a browser's storage can do instead of answering; each was seen in a browser that is in use. */
const silences: Record<string, (page: Page) => Promise<unknown>> = {
  'does not open': (page) =>
    page.addInitScript(() => {
      IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
    }),
  'opens and then does not answer': (page) =>
    page.addInitScript(() => {
      const silent = { objectStore: () => new Proxy({}, { get: () => () => ({}) }) } as unknown as IDBTransaction;
      IDBDatabase.prototype.transaction = () => silent;
    }),
  'throws when it is asked for': (page) =>
    page.addInitScript(() => {
      Object.defineProperty(window, 'indexedDB', {
        get: () => {
          throw new DOMException('The operation is insecure.', 'SecurityError');
        },
      });
    }),
};

for (const [what, silence] of Object.entries(silences))
  test(`where IndexedDB ${what}, saves are sent all the same, one after the other`, async ({ page, person, stack }) => {
    await silence(page);
    await signIn(page, person);
    await change(page, { firstName: 'Sent' });
    await expectConfirmed(page);
    expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Sent' });
    await change(page, { firstName: 'Again' });
    await expect.poll(() => stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Again' });
  });

test('where another tab never gives its turn back, a save is sent all the same', async ({ page, person, stack }) => {
  await signIn(page, person);
  const stuck = await page.context().newPage();
  await stuck.goto('/settings/profile');
  await stuck.evaluate(
    (name) => void navigator.locks.request(name, () => new Promise(() => undefined)),
    `perdure:save:${person.id}`,
  );
  await change(page, { firstName: 'Sent' });
  await expectConfirmed(page);
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Sent' });
});
