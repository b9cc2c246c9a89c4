import type { Page } from '@playwright/test';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { change, expect, expectConfirmed, expectProfile, signIn, signInOnForm, test } from '../support/fixtures';
import { openDevice } from '../support/device';
import { newPerson } from '../support/people';
import { freePort, startApp, startStack, type Stack } from '../support/stack';

test('a change on one device shows on every other open one, in every tab and on another process', async ({
  page,
  person,
  stack,
  app,
  browser,
}) => {
  const other = await startApp(stack.env, await freePort());
  await signIn(page, person);
  const laptop = await browser.newContext({ baseURL: app.url });
  const tabs = [await laptop.newPage()];
  await signIn(tabs[0]!, person);
  for (let more = 0; more < 2; more += 1) {
    const tab = await laptop.newPage();
    await tab.goto('/settings/profile');
    tabs.push(tab);
  }
  const phone = await browser.newContext({ baseURL: other.url });
  tabs.push(await phone.newPage());
  await signIn(tabs[3]!, person);

  await change(page, { firstName: 'Liv', colour: 'Lime' });
  for (const tab of tabs) await expectProfile(tab, { firstName: 'Liv', colour: 'Lime' });
  await change(tabs[3]!, { firstName: 'Liva' });
  for (const tab of [page, ...tabs]) await expectProfile(tab, { firstName: 'Liva' });
  await expect(tabs[1]!.getByRole('button', { name: 'Account of Liva' })).toBeVisible();
  // Clerk's own hooks and components on these pages show what Clerk has confirmed, too.
  const inClerkScript = (tab: Page) =>
    tab.evaluate(() => (window as unknown as { Clerk: { user: { firstName: string } } }).Clerk.user.firstName);
  for (const tab of [page, ...tabs]) await expect.poll(() => inClerkScript(tab)).toBe('Liva');

  await Promise.all([laptop.close(), phone.close()]);
  await other.stop();
});

test('a stream ends with its session, and no stream keeps the app from ending', async () => {
  const port = await freePort();
  const stack = await startStack('streams', port);
  const app = await startApp(stack.env, port);
  const { id } = await newPerson(stack);
  await openDevice(stack, id, app.url).read();
  const [first, second] = await Promise.all([
    openStream(stack.clerk, id, app.url),
    openStream(stack.clerk, id, app.url),
  ]);
  expect([await first.next(), await second.next()]).toEqual([
    expect.stringMatching(/^version 0\./),
    expect.stringMatching(/^version 0\./),
  ]);

  await fetch(`${stack.clerk.apiUrl}/v1/sessions/${first.sessionId}/revoke`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.clerk.secretKey}` },
  });
  expect(await first.next()).toBe('over');
  expect(await first.next()).toBeNull();

  const asked = Date.now();
  const ended = app.stop();
  expect(await second.next()).toBe('again');
  await ended; // Next would wait for every answer to end
  console.log(`ended ${Date.now() - asked} ms after it was asked to, with a stream open`);
  await stack.stop();
});

test('a page reads only its own user’s profile, and only its reader opens its stream', async ({
  person,
  stack,
  app,
}) => {
  const { cookies } = await stack.clerk.createSession(person.id, { origin: app.url });
  const ask = (path: string, options: { method?: string; person?: string }) =>
    fetch(`${app.url}${path}`, {
      method: options.method ?? 'GET',
      headers: { cookie: cookies, ...(options.person && { 'perdure-user': options.person }) },
    });
  expect((await ask('/api/profile', { person: person.id })).status).toBe(200);
  expect((await ask('/api/profile', { person: 'user_of_another_tab' })).status).toBe(409);
  expect((await ask('/api/profile/live', { method: 'HEAD' })).status).toBe(405);
});

test('a page becomes another user’s who signs in in another tab, and keeps nothing of the first', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  const somebody = await newPerson(stack, { firstName: 'Bea', lastName: 'Moe' });
  await page.getByRole('textbox', { name: 'First name' }).fill('Anna');
  page.on('dialog', (dialog) => void dialog.accept()); // leaving asks first
  const tab = await page.context().newPage();
  await tab.context().clearCookies();
  await signInOnForm(tab, somebody);
  await page.bringToFront();
  await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
  await expect(async () => {
    const says = await page.getByRole('form', { name: 'Profile' }).innerText();
    const name = await page.getByRole('textbox', { name: 'First name' }).inputValue();
    expect(says.includes('Somebody else has signed in') || name === 'Bea').toBe(true);
  }).toPass({ timeout: 10_000 });
  await page.reload();
  await expectProfile(page, { firstName: 'Bea', lastName: 'Moe' });
  await expectConfirmed(page);
});

/**
 * Opens a stream with a session of its own; `next` returns its next event with its data, null at its end. Beats and
 * what is no event are left out.
 */
async function openStream(clerk: Stack['clerk'], userId: string, origin: string) {
  const { sessionId, cookies } = await clerk.createSession(userId, { origin });
  const response = await fetch(`${origin}/api/profile/live`, { headers: { cookie: cookies } });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const lines = createInterface(Readable.fromWeb(response.body as ReadableStream))[Symbol.asyncIterator]();
  const next = async (): Promise<string | null> => {
    let event = '';
    for (;;) {
      const { value, done } = await lines.next();
      if (done) return null;
      const [, name, text] = /^(\w+): ?(.*)$/.exec(value) ?? [];
      if (name === 'event') event = text!;
      if (name === 'data' && event !== 'beat' && event !== 'check') return `${event} ${text}`.trim();
    }
  };
  return { sessionId, next };
}
