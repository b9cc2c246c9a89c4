import type { Page } from '@playwright/test';
import fc from 'fast-check';
import { expect, expectConfirmed, signIn, status, test } from '../support/fixtures';

const SEQUENCES = process.env.PERDURE_PROOF ? 20 : 2;
const STEPS = 8;

type Act = 'type' | 'save' | 'reset' | 'close' | 'open';
const sequences = fc.array(
  fc.record({
    act: fc.constantFrom<Act>('type', 'type', 'type', 'save', 'reset', 'close', 'open', 'open'),
    tab: fc.nat(1),
  }),
  { minLength: STEPS, maxLength: STEPS },
);

/** A tab, and what its form is known to show. */
interface Tab {
  page: Page;
  shows: string;
  /** drafts of closed tabs that it has taken over, beside the one that it shows */
  offers: string[];
}

const firstName = (page: Page) => page.getByRole('textbox', { name: 'First name' });
const keptIn = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify({ ...localStorage }));

for (const seed of Array.from({ length: SEQUENCES }, (_, index) => index + 1))
  test(`two tabs that type, save, reset, close and open lose nothing typed and share none of it (${seed})`, async ({
    page,
    person,
  }) => {
    test.setTimeout(240_000);
    await signIn(page, person); // stays open, and is not typed in: it reads what the browser keeps
    const [steps = []] = fc.sample(sequences, { seed, numRuns: 1 });
    const tabs: (Tab | null)[] = [null, null];
    let saved = 'Ann';
    let left: string[] = []; // by tabs that are closed, the oldest first
    let typed = 0;

    const open = async (): Promise<Tab> => {
      const opened = await page.context().newPage();
      await opened.goto('/settings/profile');
      await expect(status(opened)).not.toContainText('Showing what is saved');
      const drafts = left.filter((value) => value !== saved);
      const shows = drafts.at(-1) ?? saved;
      await expect(firstName(opened), 'what a tab shows that was opened').toHaveValue(shows);
      left = [];
      return { page: opened, shows, offers: drafts.filter((value) => value !== shows) };
    };

    for (const { act, tab: at } of steps) {
      const tab = tabs[at];
      if (act === 'open' || !tab) {
        if (!tab) tabs[at] = await open();
      } else if (act === 'type') {
        tab.shows = `Typed ${(typed += 1)}`;
        await firstName(tab.page).fill(tab.shows);
      } else if (act === 'close') {
        await tab.page.close();
        left.push(...tab.offers, ...(tab.shows === saved ? [] : [tab.shows]));
        tabs[at] = null;
      } else if (tab.shows !== saved) {
        await tab.page.getByRole('button', { name: act === 'save' ? 'Save' : 'Reset', exact: true }).click();
        if (act === 'save') {
          const before = saved;
          saved = tab.shows;
          await expectConfirmed(tab.page);
          for (const other of tabs) if (other?.shows === before) other.shows = saved;
        } else tab.shows = saved;
      }
      for (const one of tabs) if (one) await expect(firstName(one.page), `after ${act}`).toHaveValue(one.shows);
      const kept = await keptIn(page);
      const unsaved = [...left, ...tabs.flatMap((one) => (one ? [one.shows, ...one.offers] : []))];
      for (const value of unsaved.filter((each) => each !== saved)) expect(kept, `after ${act}`).toContain(value);
    }
  });
