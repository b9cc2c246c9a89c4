import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Patch } from '@/lib/profile/model/values';
import { build, copyRepository } from '../support/copy';
import { openDevice } from '../support/device';
import { useEmbeddedForms } from '../support/embedded-journey';
import { change, expect, expectConfirmed, newPerson, signIn, status, test } from '../support/fixtures';
import { freePort, sql, startApp } from '../support/stack';

/** One entry for each kind and place that the shipped list does not have, as a developer would write them. */
const entries = `
  nickname: username({
    label: 'User name',
    clerk: { attribute: 'username' },
    checked: 'unique',
  }),
  about: multiline({ label: 'About', max: 160, clerk: { publicMetadata: 'about' } }),
  homepage: url({ label: 'Homepage', clerk: { publicMetadata: 'homepage' } }),
  called: text({ label: 'Called', max: 40, clerk: { publicMetadata: 'called' } }),
  zone: timeZone({ label: 'Zone', clerk: { privateMetadata: 'zone' } }),
  birthday: date({ label: 'Birthday', clerk: { privateMetadata: 'birthday' } }),
  marketing: toggle({ label: 'Marketing', clerk: { unsafeMetadata: 'marketing' } }),
  note: multiline({ label: 'Private note', max: 200, clerk: { mirrorOnly: true } }),
};
`;
const imports = `
import { date } from '@/lib/profile/model/kinds/date';
import { username } from '@/lib/profile/model/kinds/username';
`;

/** A copy of the repository with eight fields more, a section on a page of its own, and forms on a page /embedded. */
function copyWithEightMore(): string {
  const copy = copyRepository('with-eight-more');
  const list = join(copy, 'lib/profile/fields.ts');
  writeFileSync(list, imports.trimStart() + readFileSync(list, 'utf8').replace(/\n};\n$/, entries));
  const sections = join(copy, 'lib/profile/sections.ts');
  const source = readFileSync(sections, 'utf8');
  writeFileSync(sections, source.replace("title: 'Preferences',", "title: 'Preferences', page: 'preferences',"));
  cpSync(join(__dirname, '../support/embedded'), join(copy, 'app/(settings)/embedded'), { recursive: true });
  const checks = join(copy, 'lib/profile/checks.ts');
  const declared = readFileSync(checks, 'utf8').replace('= {};', '= { nickname: usernameIsFree } as Checks;');
  writeFileSync(checks, declared.replace('\n\n', "\nimport { usernameIsFree } from './checks/username-is-free';\n\n"));
  return copy;
}

const zones = ['Europe/Berlin', 'Asia/Tokyo', 'America/Lima', 'Africa/Cairo', 'Pacific/Auckland', 'Asia/Dubai'];
const family = '👨‍👩‍👧‍👦';

/** The values of one round, each unlike those of the round before. */
const valuesOf = (round: number, suffix: string) => ({
  nickname: `ann_${round}_${suffix}`,
  about: `Line ${round}\n${family.repeat(round + 1)}`,
  homepage: `https://example.com/${round}`,
  called: `they/${round}`,
  zone: zones[round] ?? '',
  birthday: `199${round}-02-28`,
  marketing: round % 2 === 0,
  note: `Note ${round}`,
});
type SomeValues = ReturnType<typeof valuesOf>;

const boxes = {
  nickname: 'User name',
  about: 'About',
  homepage: 'Homepage',
  called: 'Called',
  zone: 'Zone',
  note: 'Private note',
} as const;
const boxOf = (page: Page, name: keyof typeof boxes) =>
  page.getByRole(name === 'zone' ? 'combobox' : 'textbox', { name: boxes[name], exact: true });
const names = Object.keys(boxes) as (keyof typeof boxes)[];

async function fill(page: Page, { marketing, birthday, ...texts }: SomeValues): Promise<void> {
  for (const name of names) {
    await boxOf(page, name).fill(texts[name]);
    await boxOf(page, name).press('Tab');
  }
  await page.locator('input[name=birthday]').fill(birthday);
  await page.getByRole('switch', { name: 'Marketing' }).setChecked(marketing);
}

async function expectShown(page: Page, { marketing, birthday, ...texts }: SomeValues): Promise<void> {
  for (const name of names) await expect(boxOf(page, name)).toHaveValue(texts[name]);
  await expect(page.locator('input[name=birthday]')).toHaveValue(birthday);
  await expect(page.getByRole('switch', { name: 'Marketing' })).toBeChecked({ checked: marketing });
}

test('entries of eight kinds go through form, devices, conflicts, refusals, offline and history', async ({
  stack,
  app: before,
  browser,
}) => {
  expect(before.url).toBeTruthy(); // runs on the same Postgres all the while, as in a deployment
  test.setTimeout(300_000);
  const copy = copyWithEightMore();
  build(copy);
  await stack.clerk.changeSettings({ usernames: true });
  const app = await startApp(stack.env, await freePort(), copy);
  const newPage = async () => (await browser.newContext({ baseURL: app.url })).newPage();
  const [page, person] = [await newPage(), await newPerson(stack)];
  const round = (at: number) => valuesOf(at, person.id.slice(-6).toLowerCase());
  const device = openDevice(stack, person.id, app.url, copy);
  const row = async () =>
    (await sql(stack.databaseUrl, `SELECT "values" FROM "Profile" WHERE "userId" = '${person.id}'`))[0];

  await signIn(page, person);
  await page.getByRole('textbox', { name: 'About' }).fill('a'.repeat(161));
  await change(page, {});
  await expect(page.getByRole('textbox', { name: 'About' })).toHaveAccessibleDescription(/at most 160 characters/);

  await fill(page, round(0));
  await change(page, {});
  await expectConfirmed(page);
  const { nickname, note, about, homepage, called, zone, birthday, marketing } = round(0);
  expect(stack.clerk.getUser(person.id)).toMatchObject({
    username: nickname,
    public_metadata: { about, homepage, called },
    private_metadata: { zone, birthday },
    unsafe_metadata: { marketing },
  });
  expect((await row())?.values).toMatchObject({ ...round(0), firstName: 'Ann' });
  expect(JSON.stringify(stack.clerk.getUser(person.id))).not.toContain(note);
  await page.reload();
  await expectShown(page, round(0));

  const other = await newPage();
  await signIn(other, person);
  await expectShown(other, round(0));
  await fill(other, round(1));
  await change(other, {});
  await expectConfirmed(other);
  await expectShown(page, round(1)); // without a reload

  await fill(page, round(2));
  expect(await device.save(round(3) as Patch)).toMatchObject({ ok: true });
  await expect(page.getByText('on another device')).toHaveCount(7);
  await change(page, {});
  await expectConfirmed(page);
  await expectShown(page, round(2)); // this page saved last

  const refused = ['username', 'public_metadata.about', 'public_metadata.homepage', 'public_metadata.called'];
  refused.push('private_metadata.zone', 'private_metadata.birthday', 'unsafe_metadata.marketing');
  stack.clerk.faults.set({ refuseFields: refused });
  await fill(page, round(5));
  await change(page, {});
  await expect(page.locator('[aria-invalid]')).toHaveCount(7, { timeout: 60_000 });
  await expectShown(page, round(5));
  stack.clerk.faults.reset();
  await page.reload();
  await expectShown(page, round(5));

  await page.context().setOffline(true);
  await fill(page, round(4));
  await change(page, {});
  await expect(status(page)).toContainText('will be sent');
  await page.context().setOffline(false);
  await expectConfirmed(page, { timeout: 30_000 });
  await expectShown(other, round(4));
  expect((await row())?.values).toMatchObject(round(4));

  const history = (await sql(
    stack.databaseUrl,
    `SELECT changes FROM "ProfileChange" WHERE "userId" = '${person.id}' ORDER BY id`,
  )) as { changes: Record<string, { from?: unknown; to?: unknown }> }[];
  for (const name of Object.keys(round(0)) as (keyof SomeValues)[]) {
    const to = history.flatMap(({ changes }) => (changes[name] && 'to' in changes[name] ? [changes[name].to] : []));
    expect(to.at(-1), name).toEqual(round(4)[name]);
    expect(to, name).toContainEqual(round(1)[name]);
  }

  const taken = `taken_${person.id.slice(-6).toLowerCase()}`;
  await newPerson(stack, { username: taken });
  await boxOf(page, 'nickname').fill(taken);
  await expect(page.getByText(/taken/i).first()).toBeVisible();
  await change(page, {});
  await expect(boxOf(page, 'nickname')).toHaveAccessibleDescription(/taken|has this/i);
  expect((await row())?.values).toMatchObject({ nickname: round(4).nickname });

  for (const one of [page, other]) await one.context().close();
  await test.step('forms in other pages', () => useEmbeddedForms({ stack, app, copy, browser }));
  await app.stop();
  await stack.clerk.changeSettings({ usernames: false });
  rmSync(copy, { recursive: true, force: true });
});
