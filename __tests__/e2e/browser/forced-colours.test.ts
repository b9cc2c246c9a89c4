import type { Locator, Page } from '@playwright/test';
import { change, expect, expectConfirmed, signIn, status, test } from '../support/fixtures';

test.use({ forcedColors: 'active' });

/** What is left of an element's look once the person's own few colours are forced on the page. */
interface Look {
  background: string;
  color: string;
  /** the wider of its border and its outline; null where neither can be seen */
  edge: { width: number; color: string } | null;
}

/** The page's ground, and the look of each element. Waits for no transition to be under way. */
async function looks(locator: Locator): Promise<{ ground: string; all: Look[] }> {
  await expect.poll(() => locator.page().evaluate(() => document.getAnimations().length)).toBe(0);
  return locator.evaluateAll((elements) => {
    const canvas = getComputedStyle(document.body).backgroundColor;
    const lookOf = (element: Element): Look => {
      const {
        backgroundColor,
        color,
        borderTopWidth,
        borderTopStyle,
        borderTopColor,
        outlineWidth,
        outlineStyle,
        outlineColor,
      } = getComputedStyle(element);
      const edges = [
        { width: borderTopStyle === 'none' ? 0 : parseFloat(borderTopWidth), color: borderTopColor },
        { width: outlineStyle === 'none' ? 0 : parseFloat(outlineWidth), color: outlineColor },
      ];
      return {
        background: backgroundColor,
        color,
        edge:
          edges.filter((edge) => edge.width > 0 && edge.color !== canvas).sort((a, b) => b.width - a.width)[0] ?? null,
      };
    };
    return { ground: canvas, all: elements.map(lookOf) };
  });
}

/** The radios of the palette. */
const coloursOf = (page: Page): Locator => page.locator('[data-field=avatarColor] input[title]');

/** The colour that stands for each radio of these. */
const discOf = (radios: Locator): Locator => radios.locator('xpath=following-sibling::span');

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`with forced colours on a ${colorScheme} ground`, () => {
    test.use({ colorScheme });

    test('with forced colours, every colour and the chosen one can be told from the others', async ({
      page,
      person,
    }) => {
      await signIn(page, person);
      await page.getByRole('radio', { name: 'Teal' }).check();
      const { ground, all } = await looks(discOf(coloursOf(page)));
      expect(all).toHaveLength(12);
      expect(new Set([...all.map(({ background }) => background), ground]).size).toBe(13);
      for (const { edge } of all) expect(edge).not.toBeNull();

      const chosen = (await looks(discOf(coloursOf(page).and(page.getByRole('radio', { checked: true }))))).all[0]!;
      const other = (await looks(discOf(coloursOf(page).and(page.getByRole('radio', { checked: false }))))).all[0]!;
      expect(chosen.edge!.width).toBeGreaterThan(other.edge!.width);
    });

    test('with forced colours, the avatar keeps its colour and has an edge, in preview and header', async ({
      page,
      person,
    }) => {
      await signIn(page, person);
      await change(page, { colour: 'Teal' });
      await expectConfirmed(page);
      const { all } = await looks(page.getByRole('img', { name: 'Avatar of Ann Lee' }));
      const header = (await looks(page.locator('header [role=img]'))).all;
      for (const { background, color, edge } of [...all, ...header]) {
        expect([background, color]).toEqual(['rgb(15, 118, 110)', 'rgb(255, 255, 255)']);
        expect(edge).not.toBeNull();
      }
      expect(all.length + header.length).toBeGreaterThanOrEqual(2);
    });

    test('with forced colours, every button has an edge, and one that cannot be pressed looks otherwise', async ({
      page,
      person,
    }) => {
      await signIn(page, person);
      const buttons = page.getByRole('button');
      const waitingForEdits = (await looks(page.getByRole('button', { name: 'Save', exact: true }))).all[0]!;
      for (const { edge } of (await looks(buttons)).all) expect(edge).not.toBeNull();

      await page.getByRole('textbox', { name: 'First name' }).fill('Bea');
      await expect(status(page)).toContainText('Unsaved changes');
      for (const { edge } of (await looks(buttons)).all) expect(edge).not.toBeNull();
      const save = (await looks(page.getByRole('button', { name: 'Save', exact: true }))).all[0]!;
      const reset = (await looks(page.getByRole('button', { name: 'Reset' }))).all[0]!;
      expect(save.background).not.toBe(reset.background);
      expect([save.color, save.edge!.color]).not.toEqual([waitingForEdits.color, waitingForEdits.edge!.color]);
    });

    test('with forced colours, a menu has an edge, and the row that the keyboard is on stands out', async ({
      page,
      person,
    }) => {
      await signIn(page, person);
      for (const name of ['Theme', /^Account/]) {
        await page.getByRole('button', { name }).focus();
        await page.keyboard.press('Enter');
        const rows = page.getByRole('menu').locator('[role^=menuitem]');
        await expect(rows.first()).toBeVisible();
        expect((await looks(page.getByRole('menu'))).all[0]!.edge).not.toBeNull();
        await page.keyboard.press('ArrowDown');
        await expect(page.locator('[role^=menuitem][data-highlighted]')).toBeVisible();
        const on = (await looks(page.locator('[role^=menuitem][data-highlighted]'))).all[0]!;
        const off = (await looks(page.locator('[role^=menuitem]:not([data-highlighted])'))).all[0]!;
        expect(on.background).not.toBe(off.background);
        expect(on.color).not.toBe(on.background);
        await page.keyboard.press('Escape');
        await expect(rows.first()).toBeHidden();
      }
    });

    test('with forced colours, a field with a message has another edge than one without', async ({ page, person }) => {
      await signIn(page, person);
      await change(page, { firstName: ' ' });
      await expect(page.getByRole('textbox', { name: 'First name' })).toHaveAttribute('aria-invalid', 'true');
      await page.getByRole('radio', { checked: true }).focus();
      const wrong = (await looks(page.getByRole('textbox', { name: 'First name' }))).all[0]!;
      const right = (await looks(page.getByRole('textbox', { name: 'Last name' }))).all[0]!;
      expect(wrong.edge!.width).toBeGreaterThan(right.edge!.width);
    });
  });
}

test('the buttons of Clerk’s sign-in form have an edge that can be seen, with forced colours', async ({
  page,
  person,
}) => {
  await page.goto('/sign-in');
  await page.getByLabel('Email address').fill(person.email);
  const { all } = await looks(page.getByRole('button', { name: 'Continue', exact: true }));
  expect(all[0]!.edge).not.toBeNull();
});
