import { change, expect, expectProfile, newPerson, signIn, status, test } from './support/fixtures';
import { sql } from './support/stack';

test('three edits made offline arrive after a reload, in order and once', async ({ page, person, stack }) => {
  await signIn(page, person);
  await page.context().setOffline(true);
  for (const firstName of ['One', 'Two', 'Three']) {
    await change(page, { firstName });
    await expect(status(page)).toContainText('Offline – will be sent');
  }
  await page.close();
  await page.context().setOffline(false);

  const reopened = await page.context().newPage();
  await reopened.goto('/settings/profile');
  await expectProfile(reopened, { firstName: 'Three' });
  await expect(status(reopened)).toContainText('Confirmed by Clerk');
  const saved = await sql(stack.databaseUrl, `SELECT changes->'firstName'->>'to' AS name FROM "ProfileChange" WHERE "userId" = '${person.id}' AND "saveId" IS NOT NULL ORDER BY id`);
  expect(saved.map(({ name }) => name)).toEqual(['One', 'Two', 'Three']);
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Three' });
});

test('what was typed survives a crash of the page, and shows to nobody else on the same browser', async ({ page, person, stack }) => {
  await signIn(page, person);
  await page.getByRole('textbox', { name: 'First name' }).fill('Half a na');
  await page.close({ runBeforeUnload: false });
  const reopened = await page.context().newPage();
  await reopened.goto('/settings/profile');
  await expectProfile(reopened, { firstName: 'Half a na' });
  await expect(status(reopened)).toContainText('Unsaved changes');

  await reopened.getByRole('button', { name: /^Account/ }).click();
  await reopened.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(reopened).toHaveURL(/\/sign-in/);
  const somebody = await newPerson(stack);
  await signIn(reopened, somebody);
  await expect(reopened.getByRole('textbox', { name: 'First name' })).not.toHaveValue('Half a na');
});
