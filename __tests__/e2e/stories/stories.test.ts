import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';
import { builtStories, emit, test, untilStill, type Story } from './storybook';

const stories = builtStories();
/** Names the browser that the pictures were taken with. */
const TAKEN_WITH = join(__dirname, 'taken-with.txt');

/** As tall as anything in it, so that what sticks to the screen's foot stands where it belongs. */
const WINDOW = { width: 960, height: 1600 };
/** The window of stories that are about a whole page. */
const WHOLE_PAGE = { width: 1024, height: 720 };
const PHONE = { width: 390, height: 2600 };

/** The share of a tall part whose edges may fall on the other side of a pixel: 162 of a million were seen to. */
const LAYOUT_NOISE = 0.0004;

/** The looks of a story beside the plain one, by the tag that asks for it, and how the page gets it. */
const looks: Record<string, { tags: string[]; set: (page: Page) => Promise<void>; checked?: true }> = {
  dark: { tags: ['dark', 'every-look'], set: (page) => setGlobals(page, { theme: 'dark' }), checked: true },
  'forced-colours': {
    tags: ['forced-colours', 'every-look'],
    set: async (page) => {
      await setGlobals(page, { theme: 'light' });
      await page.emulateMedia({ forcedColors: 'active' });
    },
  },
  rtl: {
    tags: ['rtl', 'every-look'],
    set: async (page) => {
      await page.emulateMedia({ forcedColors: 'none' });
      await setGlobals(page, { theme: 'light', direction: 'rtl' });
    },
  },
  phone: {
    tags: ['phone'],
    set: async (page) => {
      await page.emulateMedia({ forcedColors: 'none' });
      await setGlobals(page, { theme: 'light', direction: 'ltr' });
      await page.setViewportSize(PHONE);
    },
  },
};

test('Storybook has been built: npm run storybook:build', () => {
  expect(stories.length).toBeGreaterThan(80);
});

for (const story of stories)
  test(`${story.title}: ${story.name} has no barrier, reports no fault and looks as it did`, async ({
    storyWindow: { page, open, faults },
  }) => {
    await page.emulateMedia({ forcedColors: 'none' });
    await page.setViewportSize(story.tags.includes('whole-page') ? WHOLE_PAGE : WINDOW);
    await open(story);
    await expect.soft(page.locator('#storybook-root > *').first()).toBeVisible();
    expect.soft(await barriers(page)).toEqual([]);
    await looksAsItDid(page, story, 'light');
    for (const [look, { tags, set, checked }] of Object.entries(looks)) {
      if (!tags.some((tag) => story.tags.includes(tag))) continue;
      await set(page);
      await untilStill(page);
      if (checked) expect.soft(await barriers(page)).toEqual([]);
      await looksAsItDid(page, story, look);
    }
    expect(faults).toEqual([]);
  });

/**
 * Compares what is seen with how it was, in the browser that it was seen in: another version draws letters and edges in
 * its own way. Of letters that this machine's own fonts draw, nothing is known.
 */
async function looksAsItDid(page: Page, { id, tags }: Story, look: string): Promise<void> {
  if (tags.includes('system-fonts') || tags.includes('no-picture') || !isPictured(page)) return;
  const seen = tags.includes('whole-page') ? page : page.locator('#storybook-root');
  const { width, height } = await page.locator('#storybook-root').evaluate((root) => root.getBoundingClientRect());
  const maxDiffPixels = Math.max(12, Math.round(width * height * LAYOUT_NOISE));
  await expect.soft(seen as typeof page).toHaveScreenshot(`${id}-${look}.png`, { maxDiffPixels });
}

/** Reports whether this is the browser of the pictures; or they are taken now, and it becomes that. */
function isPictured(page: Page): boolean {
  const { config, project } = test.info();
  const here = `${basename(project.use.launchOptions?.executablePath ?? '')} ${page.context().browser()?.version()}\n`;
  if (config.updateSnapshots !== 'none') writeFileSync(TAKEN_WITH, here);
  return here === readFileSync(TAKEN_WITH, 'utf8');
}

/** What axe finds in a story, each with the places. */
async function barriers(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(
      // the guards of the menu's library pass focus on at once
      { include: ['#storybook-root'], exclude: ['[data-base-ui-focus-guard]'] },
      {
        resultTypes: ['violations'],
        // a part is no page
        rules: Object.fromEntries(
          ['region', 'landmark-one-main', 'page-has-heading-one'].map((rule) => [rule, { enabled: false }]),
        ),
      },
    );
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`);
  });
}

/** Sets what Storybook's toolbar sets. */
async function setGlobals(page: Page, globals: { theme?: string; direction?: string }): Promise<void> {
  await emit(page, 'updateGlobals', { globals });
  const html = page.locator('html');
  if (globals.theme) await expect(html).toHaveAttribute('data-theme', globals.theme);
  if (globals.direction) await expect(html).toHaveAttribute('dir', globals.direction);
}
