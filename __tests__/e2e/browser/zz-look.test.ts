import { signIn, status, test, expect, expectConfirmed } from '../support/fixtures';

test('look', async ({ page, person }) => {
  await signIn(page, person);
  await expectConfirmed(page);
  for (const [w, h] of [
    [1280, 1000],
    [390, 844],
    [320, 700],
  ] as const)
    for (const scheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width: w, height: h });
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: `/tmp/look/first-${w}-${scheme}.png`, fullPage: true });
    }
});
