import { violations } from '../support/axe';
import { change, expect, expectConfirmed, expectWaiting, signIn, test } from '../support/fixtures';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test('the profile page has no barrier axe can find, in any state', async ({ page, person, stack }) => {
      await signIn(page, person);
      expect(await violations(page)).toEqual([]);

      await change(page, { firstName: ' ' });
      await expect(page.getByRole('textbox', { name: 'First name' })).toHaveAttribute('aria-invalid', 'true');
      expect(await violations(page)).toEqual([]);

      stack.clerk.faults.set({ refuseFields: ['last_name'] });
      await change(page, { firstName: 'Bea', lastName: 'Moon' });
      await expect(page.getByText(/was not accepted/).first()).toBeVisible({ timeout: 15_000 });
      expect(await violations(page)).toEqual([]);

      stack.clerk.faults.set({ refuseFields: [], down: true });
      await change(page, { lastName: 'Sun', colour: 'Amber' });
      await expectWaiting(page);
      expect(await violations(page)).toEqual([]);

      await page.getByRole('button', { name: /^Account of/ }).click();
      await expect(page.getByRole('menu')).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('the sign-in page has no barrier axe can find while its form does not load', async ({ page }) => {
      await page.route('**/__clerk/npm/**', (route) => route.abort());
      await page.goto('/sign-in');
      await expect(page.getByRole('button', { name: 'Reload' })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });

    test('a page that does not exist has no barrier axe can find', async ({ page }) => {
      await page.goto('/settings/nothing');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await violations(page)).toEqual([]);
    });
  });
}

test('everything on the profile page can be done with the keyboard', async ({ page, person }) => {
  await signIn(page, person);
  await page.getByRole('textbox', { name: 'First name' }).focus();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Bea');
  for (const next of ['Last name', 'Pronouns', 'Location', 'Headline', 'Website', 'Bio']) {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('textbox', { name: next })).toBeFocused();
  }
  await page.keyboard.press('Tab');
  await expect(page.getByRole('radio', { name: 'Automatic' })).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('radio', { name: 'Fuchsia' })).toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.type('berlin');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue('Europe/Berlin');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('combobox', { name: 'Language' })).toHaveValue('en');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.getByRole('switch', { name: 'Product e-mails' })).toBeChecked();
  for (const next of ['Reset', 'Save']) {
    await page.keyboard.press('Tab');
    await expect(page.locator(':focus')).toHaveText(next);
  }
  await page.keyboard.press('Enter');
  await expectConfirmed(page);
  await expect(page.getByRole('textbox', { name: 'First name' })).toHaveValue('Bea');
});
