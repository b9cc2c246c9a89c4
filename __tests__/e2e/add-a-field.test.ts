import { execFileSync } from 'node:child_process';
import { cpSync, linkSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { change, expect, newPerson, signIn, status, test } from './support/fixtures';
import { freePort, sql, startApp } from './support/stack';

const root = join(__dirname, '../..');
const copy = join(root, '.perdure/with-pronouns');

const entry = `
  pronouns: defineField({
    label: 'Pronouns',
    schema: personName('Pronouns', { min: 0, max: 20 }),
    control: { kind: 'text' },
    clerk: { publicMetadata: 'pronouns' },
    initial: '',
  }),
};
`;

/** The same files under another folder, without copying them. The bundler follows no symbolic link out of its root. */
function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}

/** A copy of the repository in which the list of fields has one entry more, and nothing else differs. */
function copyWithPronouns(): void {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean);
  for (const file of tracked) cpSync(join(root, file), join(copy, file), { recursive: true });
  linkTree(join(root, 'node_modules'), join(copy, 'node_modules'));
  const list = join(copy, 'lib/profile/fields.ts');
  writeFileSync(list, readFileSync(list, 'utf8').replace(/\n};\n$/, entry));
}

test('one more entry in the list of fields is in the form, validation, the mirror and Clerk, also beside the version without it', async ({ stack, app: before, browser }) => {
  expect(before.url).toBeTruthy(); // runs on the same Postgres all the while, as in a deployment
  test.setTimeout(300_000);
  copyWithPronouns();
  const { PATH, HOME } = process.env;
  const run = (...args: string[]) => execFileSync('npm', ['run', '--silent', ...args], { cwd: copy, env: { PATH, HOME, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }, encoding: 'utf8', stdio: 'pipe' });
  run('build'); // checks the types too

  const app = await startApp(stack.env, await freePort(), copy);
  const page = await (await browser.newContext({ baseURL: app.url })).newPage();
  const person = await newPerson(stack);
  await signIn(page, person);
  const pronouns = page.getByLabel('Pronouns');
  await expect(pronouns).toHaveValue('');

  await pronouns.fill('a'.repeat(21));
  await change(page, {});
  await expect(pronouns).toHaveAccessibleDescription(/at most 20 characters/);

  await pronouns.fill('they/them');
  await change(page, {});
  await expect(status(page)).toContainText('Confirmed by Clerk');
  await page.reload();
  await expect(pronouns).toHaveValue('they/them');
  expect(stack.clerk.getUser(person.id)).toMatchObject({ public_metadata: { pronouns: 'they/them' } });
  const [row] = await sql(stack.databaseUrl, `SELECT "values" FROM "Profile" WHERE "userId" = '${person.id}'`);
  expect(row?.values).toMatchObject({ pronouns: 'they/them', firstName: 'Ann' });
  await page.context().close();
  await app.stop();
  rmSync(copy, { recursive: true, force: true });
});
