import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, copyRepository } from '../support/copy';
import { change, expect, expectConfirmed, newPerson, signInOnForm, test } from '../support/fixtures';
import { freePort, sql, startApp } from '../support/stack';

const entry = `
  pronouns: personName({
    label: 'Pronouns',
    max: 20,
    clerk: { publicMetadata: 'pronouns' },
    checked: 'unique',
  }),
};
`;

const check = `{
  pronouns: async (value) => (value === 'nobody' ? 'Not in this company.' : null),
};
`;

/** A copy of the repository in which the list of fields has one entry more, with a check, and nothing else differs. */
function copyWithPronouns(): string {
  const copy = copyRepository('with-pronouns');
  const list = join(copy, 'lib/profile/fields.ts');
  writeFileSync(list, readFileSync(list, 'utf8').replace(/\n};\n$/, entry));
  const checks = join(copy, 'lib/profile/checks.ts');
  writeFileSync(checks, readFileSync(checks, 'utf8').replace(/\{\};\n$/, check));
  return copy;
}

test('one more entry in fields.ts is in the form, validation, mirror and Clerk, beside an older version', async ({
  stack,
  app: before,
  browser,
}) => {
  expect(before.url).toBeTruthy(); // runs on the same Postgres all the while, as in a deployment
  test.setTimeout(300_000);
  const copy = copyWithPronouns();
  build(copy);

  const app = await startApp(stack.env, await freePort(), copy);
  const page = await (await browser.newContext({ baseURL: app.url })).newPage();
  const person = await newPerson(stack);
  await signInOnForm(page, person);
  const pronouns = page.getByLabel('Pronouns');
  await expect(pronouns).toHaveValue('');

  await pronouns.fill('a'.repeat(21));
  await change(page, {});
  await expect(pronouns).toHaveAccessibleDescription(/at most 20 characters/);

  await pronouns.fill('nobody');
  await expect(page.getByText('Not in this company.')).toBeVisible(); // while it is typed
  await expect(pronouns).not.toHaveAttribute('aria-invalid');
  await change(page, {});
  await expect(pronouns).toHaveAccessibleDescription(/Not in this company/);

  await pronouns.fill('they/them');
  await expect(page.getByText(/“they\/them” .*free/)).toBeVisible();
  await change(page, {});
  await expectConfirmed(page);
  await page.reload();
  await expect(pronouns).toHaveValue('they/them');
  expect(stack.clerk.getUser(person.id)).toMatchObject({ public_metadata: { pronouns: 'they/them' } });
  const [row] = await sql(stack.databaseUrl, `SELECT "values" FROM "Profile" WHERE "userId" = '${person.id}'`);
  expect(row?.values).toMatchObject({ pronouns: 'they/them', firstName: 'Ann' });
  await page.context().close();
  await app.stop();
  rmSync(copy, { recursive: true, force: true });
});
