import { expect, signIn, status, test } from '../support/fixtures';

test('another language is drawn over what is typed, is kept, and is that of messages and refusals', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  await page.getByRole('textbox', { name: 'First name' }).fill('Zoë');
  await page.getByRole('button', { name: 'Language' }).click();
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  const firstName = page.getByRole('textbox', { name: 'Vorname' });
  await expect(firstName).toHaveValue('Zoë');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.getByRole('button', { name: 'Speichern', exact: true }).click();
  await expect(status(page, 'Profil')).toContainText('Dein Konto ist auf dem neuesten Stand.');
  await firstName.fill('');
  await page.getByRole('button', { name: 'Speichern', exact: true }).click();
  await expect(firstName).toHaveAccessibleDescription(/^Vorname: Das darf nicht leer sein\./);

  await page.getByRole('button', { name: 'Zurücksetzen' }).click();
  await page.getByRole('button', { name: 'Sprache' }).click();
  await page.getByRole('menuitemradio', { name: 'العربية' }).click();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  stack.clerk.faults.set({ refuseFields: ['last_name'] });
  const lastName = page.getByRole('textbox', { name: 'اسم العائلة' });
  await lastName.fill('Moon');
  await page.getByRole('button', { name: 'حفظ', exact: true }).click();
  await expect(lastName).toHaveAccessibleDescription(/^لا يستخدم هذا التطبيق/);
  await expect(status(page, 'الملف الشخصي')).toContainText('لم يُقبل');
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Zoë' });
});

test('without a script the page is in the browser’s language, or in the one whose button is pressed', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ baseURL, javaScriptEnabled: false, locale: 'de-AT' });
  const page = await context.newPage();
  await page.goto('/sign-in?from=here');
  await expect(page.getByRole('heading', { name: 'Zum Anmelden braucht es JavaScript' })).toBeVisible();
  await page.getByRole('button', { name: 'العربية' }).click();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page).toHaveURL(/\/sign-in\?from=here$/);
  const form = { language: 'de' };
  const from = 'https://evil.example//evil.example/x?y';
  const answer = await page.request.post('/language', { form, headers: { referer: from }, maxRedirects: 0 });
  expect([answer.status(), answer.headers().location]).toEqual([303, '/evil.example/x?y']);
  await context.close();
});
