import type { Browser, Page } from '@playwright/test';
import { cells, type Cell } from '../../support/capabilities';
import { change, expect, expectConfirmed, newPerson, signIn, test } from '../../support/fixtures';
import type { Stack } from '../../support/stack';

/** All cells of the table, or only those that take away all at once, and those that were faults before. */
const isWhole = process.env.PERDURE_PROOF === '1';
const everyTime =
  /^everything|^nothing|^BroadcastChannel throws|LockManager|offline|^IDBDatabase.prototype.transaction throws/;
const chosen = cells().filter(({ how }) => isWhole || everyTime.test(how));

interface Outcome {
  capability: string;
  how: string;
  saved: boolean;
  words: string;
  ms: number;
  /** uncaught errors, and from which script; those of Clerk's are its own */
  errors: string;
}
const outcomes: Outcome[] = [];
test.afterAll(() => {
  if (process.env.PERDURE_PRINT === '1') console.table(outcomes);
});

/** Has the page collect, in order, all that it says of its saves: the states, and what is to be read at once. */
const collectWords = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    new MutationObserver(() => {
      for (const one of document.querySelectorAll('form [role=status], form [role=alert]')) {
        const words = (one as HTMLElement).innerText.replace(/\s+/g, ' ').trim();
        if (words && said.at(-1) !== words) said.push(words);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });

/** Returns whose script an error came from. */
const scriptIn = (trace = ''): string => /(@clerk\/[\w-]+|_next\/[^:]+:\d+:\d+)/.exec(trace)?.[0] ?? trace;

/** Saves a name in a browser without something, chooses a theme, and returns what came of it. */
async function tryWithout(cell: Cell, { browser, stack, url }: { browser: Browser; stack: Stack; url: string }) {
  const person = await newPerson(stack);
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message, stack: trace }) => errors.push(`${message} at ${scriptIn(trace)}`));
  await collectWords(page);
  for (const { install } of cell.faults) await install(page);
  await signIn(page, person);
  for (const { happens } of cell.faults) await happens?.(page);
  await page.evaluate(() => (window as unknown as { said: string[] }).said.splice(0));
  const pressed = Date.now();
  await change(page, { firstName: 'Sent' });
  await expectConfirmed(page);
  const ms = Date.now() - pressed;
  const saved = stack.clerk.getUser(person.id)?.first_name === 'Sent';
  const words = await page.evaluate(() => (window as unknown as { said: string[] }).said.join(' → '));
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await context.close();
  return { capability: cell.capability, how: cell.how, saved, words, ms, errors: errors.join('; ') };
}

for (const cell of chosen)
  test(`a save is saved and told truly where ${cell.how}`, async ({ browser, stack, app }) => {
    const outcome = await tryWithout(cell, { browser, stack, url: app.url });
    outcomes.push(outcome);
    expect(outcome.saved).toBe(true);
    expect(outcome.errors).toMatch(/^$|^([^;]* at @clerk\/[^;]*(; )?)+$/);
    // a browser's own word for its network counts until an answer proves it wrong
    expect(outcome.words.replace(/^You’re offline[^→]*→/, '')).not.toMatch(
      /reached|Offline|offline|went wrong|signed out/,
    );
  });
