import type { Browser } from '@playwright/test';
import { driveChromium } from './drivers/chromium';
import type { BrowserWindow, Driver } from './drivers/driver';
import { startFirefox } from './drivers/firefox';
import { findFirefox, findWebKit } from './drivers/installed';
import { startNetwork, type Network } from './drivers/network';
import { startWebKit } from './drivers/webkit';
import { expect, sessionCookies, test as base } from './fixtures';
import type { Person } from './people';
import type { App, Stack } from './stack';

const [firefox, webKit] = [findFirefox(), findWebKit()];

/** How each browser is started; null where it is not installed. */
const browsers: Record<string, ((chromium: Browser) => Driver | Promise<Driver>) | null> = {
  Chromium: driveChromium,
  Firefox: firefox === null ? null : () => startFirefox(firefox),
  WebKit: webKit === null ? null : () => startWebKit(webKit),
};

interface WorkerFixtures {
  /** starts a browser by its name, or returns the one that runs */
  driverOf: (name: string) => Promise<Driver>;
}

const test = base.extend<{ network: Network }, WorkerFixtures>({
  driverOf: [
    async ({ browser }, use) => {
      const started = new Map<string, Promise<Driver>>();
      await use((name) => {
        const driver = started.get(name) ?? Promise.resolve(browsers[name]!(browser));
        started.set(name, driver);
        return driver;
      });
      for (const driver of started.values()) await (await driver).close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  network: async ({ app }, use) => {
    const network = await startNetwork(app.url);
    await use(network);
    await network.stop();
  },
});

/** What a journey takes place in. */
export interface Journey {
  person: Person;
  stack: Stack;
  app: App;
  /** between the browser and the app */
  network: Network;
  /** Opens a window in which the person is signed in: another device. No page is open yet. */
  newWindow: () => Promise<BrowserWindow>;
}

/** Declares a test of the same journey in each browser; skipped where that is not installed. */
export function inEachBrowser(title: string, journey: (place: Journey) => Promise<void>): void {
  for (const [name, start] of Object.entries(browsers))
    test(`${title}, in ${name}`, async ({ person, stack, app, network, driverOf }) => {
      test.skip(start === null, `no ${name} on this machine`);
      stack.clerk.faults.reset();
      const driver = await driverOf(name);
      const windows: BrowserWindow[] = [];
      const newWindow = async () => {
        const window = await driver.newWindow();
        windows.push(window);
        await window.addCookies(network.url, await sessionCookies(person, network.url));
        return window;
      };
      try {
        await journey({ person, stack, app, network, newWindow });
      } finally {
        network.letScriptsThrough();
        for (const window of windows) await window.close();
      }
    });
}

/** What can be seen of the profile page without reading its words. */
interface Seen {
  firstName: string;
  lastName: string;
  colour: string | null;
  /** the state of the saves: the `data-sync` of the form */
  state: string | null;
  /** whether the page's script runs */
  isAlive: boolean;
  /** fields with a message */
  invalid: string[];
  /** fields beside whose value something is offered, such as another device's value */
  offers: string[];
}

const seen = `(() => {
  const form = document.querySelector('form[aria-label="Profile"]');
  const value = (name) => form.querySelector('[name="' + name + '"]').value;
  return {
    firstName: value('firstName'),
    lastName: value('lastName'),
    colour: form.querySelector('[name=avatarColor]:checked')?.value ?? null,
    state: form.querySelector('[data-sync]')?.dataset.sync ?? null,
    isAlive: !form.querySelector('.before-script'),
    invalid: [...form.querySelectorAll('[name][aria-invalid=true]')].map(({ name }) => name),
    offers: [...form.querySelectorAll('[data-field]')]
      .filter((field) => field.querySelector('button'))
      .map((field) => field.dataset.field),
  };
})()`;

/** Waits until the page of a window shows this. Amid a navigation nothing can be read, so it is read again. */
export const expectSeen = (window: BrowserWindow, expected: Partial<Seen>, { timeout = 15_000 } = {}): Promise<void> =>
  expect(async () => expect(await window.evaluate(seen)).toMatchObject(expected)).toPass({ timeout });

/** Opens the profile page, and waits until its script runs. */
export async function openProfile(window: BrowserWindow, { network }: Pick<Journey, 'network'>): Promise<void> {
  await window.open(`${network.url}/settings/profile`);
  await expectSeen(window, { isAlive: true }, { timeout: 30_000 });
}

/** Types in place of what a field holds, as a person who selects it all first. */
export async function typeInto(window: BrowserWindow, name: string, text: string): Promise<void> {
  await window.click(`input[name="${name}"]`);
  await window.evaluate(`document.activeElement.select()`);
  await window.type(text);
}

export const choose = (window: BrowserWindow, colour: string): Promise<void> =>
  window.click(`input[name="avatarColor"][value="${colour}"]`);

export const pressSave = (window: BrowserWindow): Promise<void> =>
  window.click('form[aria-label="Profile"] [type=submit]');

/** Waits until the account holds this. */
export const expectInAccount = (
  { stack, person }: Pick<Journey, 'stack' | 'person'>,
  expected: Record<string, unknown>,
): Promise<void> => expect.poll(() => stack.clerk.getUser(person.id), { timeout: 15_000 }).toMatchObject(expected);
