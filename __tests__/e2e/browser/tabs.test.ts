import type { BrowserContext, Page, Request } from '@playwright/test';
import { openDevice } from '../support/device';
import { change, expect, expectConfirmed, expectProfile, hideTabs, signIn, status, test } from '../support/fixtures';
import type { Person } from '../support/people';
import { sql } from '../support/stack';

const TABS = 10;

test.beforeEach(({ context }) => hideTabs(context)); // so that only news makes them ask

test('ten tabs of one browser share one stream, can all still read, and all show another device’s change', async ({
  page,
  context,
  person,
  stack,
  app,
}) => {
  test.setTimeout(120_000); // ten tabs load one after the other
  const streams = watchStreams(context);
  const tabs = await openTabs(page, person, TABS);
  const phone = openDevice(stack, person.id, app.url);

  await phone.save({ firstName: 'Tess', avatarColor: 'teal' });
  for (const tab of tabs) await expectProfile(tab, { firstName: 'Tess', colour: 'Teal' });
  expect(streams.open()).toHaveLength(1);
  expect(streams.asked, 'streams asked for since the first tab').toHaveLength(1);

  // With a stream a tab, the browser's six connections to one origin would be taken.
  const answers = await Promise.all(
    tabs.map((tab) => tab.evaluate(async () => (await fetch('/api/profile', { cache: 'no-store' })).status)),
  );
  expect(answers).toEqual(tabs.map(() => 200));
});

test('when the tab with the stream closes, another takes it over in a second, and no change is missed', async ({
  page,
  context,
  person,
  stack,
  app,
}) => {
  const streams = watchStreams(context);
  let tabs = await openTabs(page, person, 4);
  const phone = openDevice(stack, person.id, app.url);
  await expect.poll(streams.open).toHaveLength(1);

  const took: number[] = [];
  while (tabs.length > 1) {
    const [leader] = streams.open().map(tabOf);
    tabs = tabs.filter((tab) => tab !== leader);
    const closed = Date.now();
    const takenOver = context
      .waitForEvent('response', (response) => isStream(response.request()) && tabOf(response.request()) !== leader)
      .then(() => took.push(Date.now() - closed));
    await leader!.close();
    // Saved while nobody may be listening, and again once somebody is.
    await phone.save({ firstName: `Left ${tabs.length}` });
    for (const tab of tabs) await expectProfile(tab, { firstName: `Left ${tabs.length}` });
    await takenOver;
    await phone.save({ lastName: `Of ${tabs.length}` });
    for (const tab of tabs) await expectProfile(tab, { lastName: `Of ${tabs.length}` });
    expect(streams.open()).toHaveLength(1);
  }
  console.log(`the stream was taken over in ${took.join(', ')} ms`);
  expect(Math.max(...took)).toBeLessThan(1_000);
});

test('a tab does not read what it knows: its own save, or a version announced again', async ({
  page,
  context,
  person,
  stack,
  app,
}) => {
  await context.addInitScript(keepHeard, person.id);
  const asked = new Map<Page, number>();
  context.on('request', (request) => {
    if (pathOf(request) === '/api/profile') asked.set(tabOf(request), (asked.get(tabOf(request)) ?? 0) + 1);
  });
  const tabs = await openTabs(page, person, 2);
  const phone = openDevice(stack, person.id, app.url);
  await phone.save({ firstName: 'Una' });
  for (const tab of tabs) {
    await expectProfile(tab, { firstName: 'Una' });
    await expectConfirmed(tab);
  }

  stack.clerk.faults.set({ hang: true }); // a confirmation would be news
  const versions = [(await phone.read()).version];
  // The tab that has the stream, and one that it sends the news to.
  for (const [tab, other] of [tabs, tabs.toReversed()] as [Page, Page][]) {
    asked.clear();
    const firstName = `Una ${versions.length}`;
    await change(tab, { firstName });
    await expectProfile(other, { firstName });
    await expect(status(tab)).toContainText('Saved');
    const { version } = await phone.read();
    for (const each of tabs) await expect.poll(() => timesHeard(each, version)).toBeGreaterThan(0);
    expect([asked.get(tab) ?? 0, asked.get(other)], 'asked by the tab that saved, and by the other').toEqual([0, 1]);
    versions.push(version);
  }

  asked.clear();
  for (const version of versions) {
    const before = await Promise.all(tabs.map((tab) => timesHeard(tab, version)));
    await sql(
      stack.databaseUrl,
      `SELECT pg_notify('perdure_profile', '${JSON.stringify({ kind: 'changed', userId: person.id, version })}')`,
    );
    for (const [i, tab] of tabs.entries())
      await expect.poll(() => timesHeard(tab, version)).toBeGreaterThan(before[i]!);
  }
  expect([...asked.values()], 'asked for versions told again').toEqual([]);
  stack.clerk.faults.reset();
});

test('a browser without locks has no stream, so that all tabs load, and says that it polls', async ({
  page,
  context,
  person,
}) => {
  await context.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
  const streams = watchStreams(context);
  await signIn(page, person);
  await expect(page.getByText('Changes from other devices show within 30 seconds.')).toBeVisible();
  expect(streams.asked).toEqual([]);
});

/** Signs in in the first tab and opens the profile in more, until there are so many. */
async function openTabs(first: Page, person: Person, count: number): Promise<Page[]> {
  await signIn(first, person);
  const tabs = [first];
  while (tabs.length < count) {
    const tab = await first.context().newPage();
    await tab.goto('/settings/profile');
    await expect(tab.getByRole('textbox', { name: 'First name' })).toBeVisible();
    tabs.push(tab);
  }
  return tabs;
}

const pathOf = (request: Request): string => new URL(request.url()).pathname;
const isStream = (request: Request): boolean => pathOf(request) === '/api/profile/live';
const tabOf = (request: Request): Page => request.frame().page();

/** The streams that a browser asked for, and those of them that are open. */
function watchStreams(context: BrowserContext) {
  const asked: Request[] = [];
  const ended = new Set<Request>();
  context.on('request', (request) => void (isStream(request) && asked.push(request)));
  context.on('requestfinished', (request) => void ended.add(request));
  context.on('requestfailed', (request) => void ended.add(request));
  return { asked, open: () => asked.filter((request) => !ended.has(request) && !tabOf(request).isClosed()) };
}

/**
 * In the browser: keeps the versions that the tab with the stream sends to all, itself included. It sends once it has
 * acted on them.
 */
function keepHeard(person: string): void {
  const heard: string[] = [];
  new BroadcastChannel(`perdure:${person}`).onmessage = ({ data }: MessageEvent<{ kind: string; version: string }>) =>
    void (data.kind === 'version' && heard.push(data.version));
  Object.assign(window, { heard });
}

const timesHeard = (tab: Page, version: string): Promise<number> =>
  tab.evaluate(
    (version) => (window as unknown as { heard: string[] }).heard.filter((one) => one === version).length,
    version,
  );
