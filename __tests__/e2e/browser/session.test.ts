import { expect, signIn, signInOnForm, test } from '../support/fixtures';

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
