import type { Page } from '@playwright/test';
import { change, expect, expectConfirmed, expectProfile, signIn, status, test } from '../support/fixtures';

/** From now on, each page that is opened keeps every state it shows beside every first name. Read with `shown`. */
const keepShown = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const shown: string[] = [];
    Object.assign(window, { shown });
    const note = () => {
      const state = document.querySelector('form[aria-label=Profile] [role=status]')?.textContent;
      const name = document.querySelector<HTMLInputElement>(
        'form[aria-label=Profile] [data-field=firstName] input',
      )?.value;
      const line = `${name}: ${state}`;
      if (state && shown.at(-1) !== line) shown.push(line);
    };
    new MutationObserver(note).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
const shown = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as { shown: string[] }).shown);

/** Lets no save through to the server until the function that it returns is called. */
async function holdSaves(page: Page): Promise<() => Promise<void>> {
  await page.route('**/settings/profile', (route) =>
    route.request().postData()?.includes('saveId') ? route.abort() : route.fallback(),
  );
  return () => page.unroute('**/settings/profile');
}

test('a page that is opened anew never says “saved” of old values while the browser still holds a save', async ({
  page,
  person,
}) => {
  await signIn(page, person);
  const letThrough = await holdSaves(page);
  await change(page, { firstName: 'Bea' });
  await expect(status(page)).toContainText('Not saved yet – will be sent');

  await keepShown(page);
  await page.goto('/settings/profile');
  await expect(status(page)).toContainText('Not saved yet – will be sent');
  await expectProfile(page, { firstName: 'Bea' });
  expect((await shown(page)).filter((line) => /: Saved|Confirmed/.test(line))).toEqual([]);
  await letThrough();
  await page.reload();
  await expectConfirmed(page);
  expect((await shown(page)).filter((line) => /Ann: (Saved|.*Confirmed)/.test(line))).toEqual([]);
});

test('another tab of the same browser does not say “saved” of old values while a save is held', async ({
  page,
  person,
}) => {
  await signIn(page, person);
  const other = await page.context().newPage();
  await other.goto('/settings/profile');
  await expectConfirmed(other);
  const letThrough = await holdSaves(page);
  await change(page, { firstName: 'Bea' });
  await expect(status(page)).toContainText('Not saved yet – will be sent');
  await expectProfile(other, { firstName: 'Ann' });
  await expect(status(other)).toContainText('Not everything is saved yet');

  await letThrough();
  await page.getByRole('button', { name: 'Send now' }).click();
  await expectProfile(other, { firstName: 'Bea' });
  await expectConfirmed(other);
});

test('what a tab could not send before it was closed shows in another, which sends it when asked', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  const closed = await page.context().newPage();
  await closed.goto('/settings/profile');
  await expectConfirmed(closed);
  await holdSaves(closed);
  await change(closed, { firstName: 'Bea' });
  await expect(status(closed)).toContainText('Not saved yet – will be sent');
  await closed.close();
  await expect(status(page)).toHaveText('Not everything is saved yet This browser keeps a save from another tab.');

  await page.getByRole('button', { name: 'Send now' }).click();
  await expectProfile(page, { firstName: 'Bea' });
  await expectConfirmed(page);
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Bea' });
});

test('a field that is only typed is not said to be sent, while another save is held', async ({ page, person }) => {
  await signIn(page, person);
  await page.context().setOffline(true);
  await change(page, { firstName: 'Bea' });
  await expect(status(page)).toContainText('Offline – will be sent');
  await page.getByRole('textbox', { name: 'Last name' }).fill('Stone');
  await expect(status(page)).toHaveText('Unsaved changes Your earlier save is kept in this browser and will be sent.');

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(status(page)).toContainText('Offline – will be sent');
  await page.context().setOffline(false);
  await expectConfirmed(page);
  await expectProfile(page, { firstName: 'Bea', lastName: 'Stone' });
});

test('a name typed back to what it was, while a save of it is held, can be saved', async ({ page, person, stack }) => {
  await signIn(page, person);
  await page.context().setOffline(true);
  await change(page, { firstName: 'Bea' });
  await expect(status(page)).toContainText('Offline – will be sent');
  await page.getByRole('textbox', { name: 'First name' }).fill('Ann');
  await expect(status(page)).toContainText('Unsaved changes');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(status(page)).toContainText('Offline – will be sent');
  await page.context().setOffline(false);
  await expectConfirmed(page);
  await expectProfile(page, { firstName: 'Ann' });
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Ann' });
});
