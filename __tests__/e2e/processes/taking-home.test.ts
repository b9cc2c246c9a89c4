import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { applyMigrations } from '@/local/postgres';
import { serve } from '@/scripts/registry/serve';
import { makeBareApp, type BareApp } from '../support/bare-app';
import { build } from '../support/copy';
import { change, expect, expectConfirmed, newPerson, signInOnForm, test } from '../support/fixtures';
import { startPackageRegistry } from '../support/package-registry';
import { freePort, sql, startApp } from '../support/stack';

const root = join(__dirname, '../../..');

/** What shadcn's own registry says of the colour that components.json names: nothing that an item of ours uses. */
const NEUTRAL = {
  ...{ inlineColors: { light: {}, dark: {} }, cssVars: { light: {}, dark: {} }, cssVarsV4: { light: {}, dark: {} } },
  ...{ inlineColorsTemplate: '', cssVarsTemplate: '' },
};

/** Has shadcn's CLI add all of it to an app, as its developer does; returns what the CLI printed. */
async function add(app: BareApp): Promise<string> {
  const folder = '.perdure/registry-of-test';
  const [port, packages] = [await freePort(), await startPackageRegistry()];
  const url = `http://127.0.0.1:${port}/r`;
  execFileSync('npm', ['run', '--silent', 'registry:build', '--', '--url', url, '--out', folder], { cwd: root });
  writeFileSync(join(root, folder, 'neutral.json'), JSON.stringify(NEUTRAL));
  const server = await serve(join(root, folder), port);
  const { PATH, HOME } = process.env;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/shadcn/dist/index.js'), 'add', `${url}/profile-settings.json`, '--yes'],
    {
      cwd: app.dir,
      env: { PATH, HOME, NODE_ENV: 'development', REGISTRY_URL: url, npm_config_registry: packages.url },
    },
  );
  await Promise.all([new Promise((closed) => server.close(closed)), packages.stop()]);
  return stdout + stderr;
}

/** Every file that docs/taking-home.md shows whole, under the path in its first line. */
const shownFiles = () =>
  [
    ...readFileSync(join(root, 'docs/taking-home.md'), 'utf8').matchAll(/^( *)```tsx?\n *\/\/ (\S+)\n(.*?)^ *```/gms),
  ].map(([, indent = '', path = '', code = '']) => ({
    path,
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));

test.use({ baseURL: 'http://localhost' }); // what is tested is not the app that is built here

test('an app of others gets profile settings by shadcn’s CLI, saves a profile, and can remove them', async ({
  stack,
  browser,
}) => {
  test.setTimeout(300_000);
  const app = makeBareApp('taken-home');
  const started = Date.now();
  const printed = await add(app);
  expect(printed).toContain('Four edits connect them');
  const untracked = () => app.git('ls-files', '--others', '--exclude-standard').trim().split('\n');
  const { length: created } = untracked().filter((file) => file !== 'package-lock.json');
  const changed = () => app.git('diff', '--name-only').trim().split('\n');
  expect(changed()).toEqual(['app/globals.css', 'package.json']); // no file of the app's own is in the way
  const edits = shownFiles();
  for (const { path, code } of edits) app.write(path, code);
  expect(changed()).toEqual(['app/globals.css', 'middleware.ts', 'package.json', 'prisma.config.ts']);

  const database = `taken_home_${process.pid}`;
  await sql(stack.databaseUrl, `CREATE DATABASE "${database}"`);
  const url = new URL(stack.databaseUrl);
  url.pathname = database;
  await applyMigrations(url.href, join(app.dir, 'prisma/migrations'));
  const env = { ...stack.env, DATABASE_URL: url.href };
  build(app.dir, { ...env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/false' }); // no command here needs that engine
  const server = await startApp(env, await freePort(), app.dir);

  const person = await newPerson(stack);
  const context = await browser.newContext({ baseURL: server.url });
  const page = await context.newPage();
  await page.goto('/members');
  await expect(page).toHaveURL(/\/sign-in/); // by the app's own rule
  await signInOnForm(page, person);
  await change(page, { firstName: 'Bea' });
  await expectConfirmed(page);
  expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Bea' });
  console.log(
    `${created} files, 0 conflicts, ${edits.length - 2} edits and the environment, ` +
      `${Math.round((Date.now() - started) / 1000)} s from the command to a saved profile`,
  );

  const color = (of: 'color' | 'backgroundColor', selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, name) => getComputedStyle(element)[name], of);
  expect(await color('color', 'header')).toBe('rgb(102, 51, 153)'); // the app's own `accent`
  expect(await color('backgroundColor', 'body')).toBe('rgb(255, 245, 221)'); // and `surface`
  expect(await color('backgroundColor', '.bg-perdure-surface')).toBe('rgb(255, 255, 255)'); // the form's, beside it
  await page.goto('/me');
  await expect(page.getByText('Bea Lee')).toBeVisible();
  await page.goto('/account');
  await expect(page.getByRole('textbox', { name: 'First name' })).toHaveValue('Bea');
  await page.goto('/members');
  await expect(page.getByRole('heading', { name: 'Members' })).toBeVisible();
  expect(await (await page.request.post('/api/notes')).json()).toEqual({ notes: 1 });
  await context.close();
  expect(await server.stop()).toBe(143); // in order: the work in the background has ended
  await sql(stack.databaseUrl, `DROP DATABASE "${database}"`);

  execFileSync('sh', ['-c', 'cat perdure/installed/*.txt | xargs rm -f'], { cwd: app.dir });
  const ownNew = untracked();
  // what the edits and npm made
  expect(ownNew).toEqual(['app/account/page.tsx', 'app/me/page.tsx', 'instrumentation.ts', 'package-lock.json']);
  for (const file of ownNew) rmSync(join(app.dir, file));
  app.git('checkout', '--quiet', '--', ...changed());
  expect(app.git('status', '--porcelain')).toBe('');
  rmSync(app.dir, { recursive: true, force: true });
});
