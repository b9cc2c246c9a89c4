import {
  change,
  expect,
  expectConfirmed,
  expectProfile,
  expectWaiting,
  newPerson,
  signIn,
  signInOnForm,
  status,
  test,
} from '../support/fixtures';
import { sql } from '../support/stack';

test('a new person signs up and finds their profile, without an invented name', async ({ page, stack }) => {
  await page.goto('/sign-up');
  const email = `new-${Date.now()}@example.com`;
  await page.getByLabel('Email address').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await expect(page).toHaveURL(/\/settings\/profile/);
  await expectProfile(page, { firstName: '', lastName: '', colour: 'Automatic' });
  await change(page, { firstName: 'Nia' });
  await expect(status(page)).toContainText('Saved');
  const [row] = await sql(stack.databaseUrl, `SELECT "values" FROM "Profile" WHERE "values"->>'firstName' = 'Nia'`);
  expect(row).toBeDefined();
});

test('changed fields are there after a refresh, in Clerk and on another device, and for nobody else', async ({
  page,
  person,
  stack,
  newDevice,
}) => {
  await signInOnForm(page, person);
  await expectProfile(page, { firstName: 'Ann', lastName: 'Lee' });
  const edit = { firstName: 'Bea', lastName: 'Stone', colour: 'Teal' };
  await change(page, edit);
  await expectConfirmed(page);

  await page.reload();
  await expectProfile(page, edit);
  expect(stack.clerk.getUser(person.id)).toMatchObject({
    first_name: 'Bea',
    last_name: 'Stone',
    public_metadata: { avatarColor: 'teal' },
  });

  const second = await newDevice();
  await signInOnForm(second, person);
  await expectProfile(second, edit);

  const stranger = await newDevice();
  await signInOnForm(stranger, await newPerson(stack, { firstName: 'Cid' }));
  await expectProfile(stranger, { firstName: 'Cid', lastName: '', colour: 'Automatic' });
  await expect(stranger.getByText('Bea')).toHaveCount(0);
});

test('a change shows on another open device when its page becomes visible again', async ({
  page,
  person,
  newDevice,
}) => {
  await signIn(page, person);
  const second = await newDevice();
  await signIn(second, person);
  await change(page, { firstName: 'Dee' });
  await expect(status(page)).toContainText('Saved');
  await second.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  await expectProfile(second, { firstName: 'Dee' });
});

test('while Clerk is down a save is kept and shown as waiting, and confirmed automatically afterwards', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  stack.clerk.faults.set({ down: true });
  await change(page, { firstName: 'Eve' });
  await expectWaiting(page);
  await expectProfile(page, { firstName: 'Eve' });
  await page.reload();
  await expectProfile(page, { firstName: 'Eve' });
  await expectWaiting(page);

  stack.clerk.faults.reset();
  await expectConfirmed(page, { timeout: 30_000 });
  await expectProfile(page, { firstName: 'Eve' });
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Eve' });
});

test('a field that Clerk refuses says why and keeps what was typed; the others are confirmed', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  stack.clerk.faults.set({ refuseFields: ['last_name'] });
  await change(page, { firstName: 'Fay', lastName: 'Moon' });
  await expect(status(page)).toContainText('Your last name was not accepted');
  await expectProfile(page, { firstName: 'Fay', lastName: 'Moon' });
  await expect(page.getByRole('textbox', { name: 'Last name' })).toHaveAccessibleDescription(
    'This app does not use last names.',
  );
  await expect.poll(() => stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Fay', last_name: 'Lee' });
  await expect(page.getByRole('region', { name: 'Preview' })).toContainText(
    'Not how you appear to others: your last name was not accepted',
  );
  await expect(page.getByRole('button', { name: 'Account of Fay Lee' })).toBeVisible();
});

test('a wrong value is explained under its field and nothing is sent', async ({ page, person, stack }) => {
  await signIn(page, person);
  await change(page, { firstName: '   ' });
  await expect(page.getByRole('textbox', { name: 'First name' })).toHaveAccessibleDescription(/can’t be empty/);
  await expect(page.getByRole('textbox', { name: 'First name' })).toBeFocused();
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Ann' });
});

test('signing out ends the session, and the profile asks for a sign-in again', async ({ page, person }) => {
  await signIn(page, person);
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto('/settings/profile');
  await expect(page).toHaveURL(/\/sign-in/);
  const response = await page.request.get('/api/profile');
  expect(response.status()).toBe(401);
});

test('an unchanged profile is answered 304, and never from another user’s copy', async ({
  page,
  person,
  newDevice,
  stack,
}) => {
  await signIn(page, person);
  const first = await page.request.get('/api/profile');
  const etag = first.headers().etag!;
  expect(first.headers()['cache-control']).toBe('private, no-cache');
  expect((await page.request.get('/api/profile', { headers: { 'if-none-match': etag } })).status()).toBe(304);
  await change(page, { firstName: 'Gus' });
  await expect(status(page)).toContainText('Saved');
  expect((await page.request.get('/api/profile', { headers: { 'if-none-match': etag } })).status()).toBe(200);

  const other = await newDevice();
  await signIn(other, await newPerson(stack));
  expect((await other.request.get('/api/profile', { headers: { 'if-none-match': etag } })).status()).toBe(200);
});
