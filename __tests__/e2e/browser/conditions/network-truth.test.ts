import type { Message } from '@/lib/texts/text';
import { english } from '@/__tests__/support/in-english';
import { UNSENT } from '@/lib/profile/words/request-words';
import type { Route } from '@playwright/test';
import { openDevice } from '../../support/device';
import { change, expect, expectConfirmed, expectProfile, hideTabs, signIn, test } from '../../support/fixtures';
import { startHoldingProxy } from '../../support/holding-proxy';

const portal = '<!doctype html><title>Sign in to this Wi-Fi</title>';
const html = (status: number) => (route: Route) => route.fulfill({ status, contentType: 'text/html', body: portal });

/** What can come in place of the app's answer to a save, and what of it the page may say. */
const answers: [string, (route: Route) => Promise<void>, Message][] = [
  ['no connection', (route) => route.abort('connectionrefused'), UNSENT.unreachable],
  [
    'an answer that breaks off',
    (route) => route.fulfill({ status: 200, contentType: 'text/x-component', body: '' }),
    UNSENT.unreachable,
  ],
  ['a captive portal’s page', html(200), UNSENT.foreign],
  ['a filter’s page', html(403), UNSENT.foreign],
  ['a proxy’s page', html(502), UNSENT.foreign],
  ['a page that asks for a sign-in to the network', html(511), UNSENT.foreign],
  [
    'a load balancer’s text',
    (route) => route.fulfill({ status: 503, contentType: 'text/plain', body: 'no healthy upstream' }),
    UNSENT.unknown,
  ],
];

for (const [what, answer, words] of answers)
  test(`a save that gets ${what} is told as that, kept, and sent again`, async ({ page, person, stack }) => {
    await signIn(page, person);
    const isSave = (route: Route) => route.request().postData()?.includes('saveId') === true;
    await page.route('**/settings/profile', (route) => (isSave(route) ? answer(route) : route.continue()));
    await change(page, { firstName: 'Sent' });
    await expect(page.getByRole('alert').first()).toContainText(english.say(words));
    expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Ann' });
    await page.unroute('**/settings/profile');
    await page.getByRole('button', { name: 'Send now' }).click();
    await expectConfirmed(page);
    expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: 'Sent' });
  });

for (const held of ['body', 'all'] as const)
  test(`a proxy that holds back ${held} of the stream counts as no stream, until it passes it on`, async ({
    browser,
    person,
    stack,
    app,
  }) => {
    test.setTimeout(150_000);
    const proxy = await startHoldingProxy(Number(new URL(app.url).port), held);
    const context = await browser.newContext();
    await hideTabs(context); // so that only the stream brings news
    const page = await context.newPage();
    await signIn(page, person, proxy.url);
    await expect(page.getByText('Changes from other devices show within 30 seconds.')).toBeVisible({ timeout: 15_000 });
    proxy.letThrough();
    await expect(page.getByText('Changes from other devices show within 30 seconds.')).toBeHidden({ timeout: 90_000 });
    await openDevice(stack, person.id, app.url).save({ firstName: 'Elsewhere' });
    await expectProfile(page, { firstName: 'Elsewhere' });
    await context.close();
    await proxy.stop();
  });
