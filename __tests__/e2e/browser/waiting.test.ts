import type { Page } from '@playwright/test';
import { change, expect, expectConfirmed, expectWaiting, newPerson, signIn, status, test } from '../support/fixtures';

/** From now on the page notes each state that it shows. Read with `statesOf`. */
const noteStates = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const states: string[] = [];
    Object.assign(window, { states });
    const note = () => {
      const state = document.querySelector<HTMLElement>('[data-sync]')?.dataset.sync;
      if (state && states.at(-1) !== state) states.push(state);
    };
    note();
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
const statesOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => (window as unknown as { states: string[] }).states);

test('a save is not shown as waiting where Clerk takes less than a second', async ({ page, person, stack }) => {
  await signIn(page, person);
  await expectConfirmed(page);
  stack.clerk.faults.set({ scope: 'bapi', slowMs: 400 });
  await noteStates(page);
  await change(page, { firstName: 'Bea' });
  await expect(status(page)).toContainText('Your account is up to date.');
  expect(await statesOf(page)).not.toContain('waiting');
});

test('a save that Clerk takes long for is shown as waiting once, and then as confirmed', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  await expectConfirmed(page);
  stack.clerk.faults.set({ scope: 'bapi', slowMs: 2_500 });
  await noteStates(page);
  await change(page, { firstName: 'Bea' });
  await expectWaiting(page);
  await expect(status(page)).toContainText('Your account is up to date.');
  const states = await statesOf(page);
  expect(states.filter((state) => ['committed', 'waiting', 'confirmed'].includes(state))).toEqual([
    'committed',
    'waiting',
    'confirmed',
  ]);
});

test('the technical truth of a wait stands behind Details, which the keyboard opens', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  stack.clerk.faults.set({ down: true });
  await change(page, { firstName: 'Bea' });
  await expectWaiting(page);
  await page.getByText('Details', { exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('In Postgres, pending for Clerk: firstName')).toBeVisible();
  await expect(page.getByText('Pending since')).toBeVisible();
});

const clocks: Record<string, number> = {
  '3 minutes slow': -180_000,
  '3 minutes fast': 180_000,
  '26 hours slow': -93_600_000,
  '26 hours fast': 93_600_000,
};

/** Returns how long the page says that a save has been waiting, in s. */
async function secondsWaited(page: Page): Promise<number> {
  const words = await page.getByText(/^For \d+ seconds now\./).innerText();
  return Number(/\d+/.exec(words)?.[0]);
}

test('a wait is told by the server’s clock on devices whose clocks are minutes or hours wrong', async ({
  newDevice,
  stack,
}) => {
  stack.clerk.faults.reset();
  const pages = await Promise.all(
    Object.entries(clocks).map(async ([how, offMs]) => {
      const page = await newDevice();
      await signIn(page, await newPerson(stack));
      await page.addInitScript((off: number) => {
        const { now } = Date;
        let shift = off;
        Date.now = () => now() + shift;
        Object.assign(window, { setClock: (by: number) => (shift = by) });
      }, offMs);
      await page.reload();
      return { how, page };
    }),
  );
  stack.clerk.faults.set({ down: true });
  await Promise.all(pages.map(({ page }) => change(page, { firstName: 'Eve' })));
  await Promise.all(
    pages.map(({ how, page }) =>
      test.step(how, async () => {
        await expectWaiting(page);
        const before = await secondsWaited(page);
        await page.evaluate(() => (window as unknown as { setClock: (by: number) => void }).setClock(7_200_000));
        await expect.poll(() => secondsWaited(page)).toBeGreaterThan(before);
        expect(await secondsWaited(page)).toBeLessThan(60); // it goes on, and does not jump
      }),
    ),
  );
});
