import { LOCALE_COOKIE } from '@/lib/texts/locales';
import type { Page } from '@playwright/test';
import { addressesOf, isAsleep, openBeforeScript, send } from '../../support/before-script';
import { expect, expectConfirmed, expectProfile, expectScript, newPerson, signIn, test } from '../../support/fixtures';

/** What extensions do to a page before its script runs; each was seen in one that many people use. */
const disturbances: Record<string, () => void> = {
  'an icon beside each input': () => {
    for (const input of document.querySelectorAll('form[aria-label="Profile"] input')) {
      const icon = document.createElement('span');
      icon.setAttribute('data-lastpass-icon-root', '');
      icon.attachShadow({ mode: 'open' }).append(document.createElement('button'));
      input.after(icon);
    }
  },
  'a frame and an input of its own in each field': () => {
    for (const field of document.querySelectorAll('[data-field]')) {
      const mine = document.createElement('input');
      mine.name = 'one-time-code';
      field.prepend(document.createElement('iframe'), mine);
    }
  },
  'a wrapper around each input': () => {
    const focused = document.activeElement as HTMLElement;
    for (const input of document.querySelectorAll('[data-field] input')) {
      const wrapper = document.createElement('div');
      input.replaceWith(wrapper);
      wrapper.append(input);
    }
    focused.focus(); // moving it took the focus away
  },
  'a box inside each label': () => {
    for (const label of document.querySelectorAll('form[aria-label="Profile"] label'))
      label.append(document.createElement('div'));
  },
  'attributes and styles on each input': () => {
    for (const input of document.querySelectorAll<HTMLInputElement>('form[aria-label="Profile"] input')) {
      input.setAttribute('data-lpignore', 'true');
      input.setAttribute('data-bwautofill', '1');
      input.autocomplete = 'off';
      input.style.backgroundImage = 'url("data:image/png;base64,")';
    }
  },
  'elements and attributes around the page': () => {
    document.documentElement.setAttribute('data-extension', 'on');
    document.body.setAttribute('cz-shortcut-listen', 'true');
    document.body.prepend(document.createElement('grammarly-desktop-integration'));
    document.body.append(document.createElement('div'));
    document.documentElement.append(document.createElement('com-1password-button'));
  },
  'a banner above the form': () => document.querySelector('main')?.prepend(document.createElement('aside')),
  'a translation of every text': () => {
    const texts = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
    const all: Node[] = [];
    while (texts.nextNode()) all.push(texts.currentNode);
    for (const text of all) {
      const font = document.createElement('font');
      font.textContent = text.textContent;
      (text as Text).replaceWith(font);
    }
  },
};

/** The caret of the first name, null where that has no focus. */
const caret = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: element } = document;
    return element instanceof HTMLInputElement && element.name === 'firstName' ? element.selectionStart : null;
  });

for (const [what, disturb] of Object.entries(disturbances))
  test(`${what}, put there before the script, costs nothing that was typed or chosen`, async ({
    page,
    person,
    stack,
    app,
  }) => {
    await signIn(page, person);
    const addresses = addressesOf(page);
    const { letThrough } = await openBeforeScript(page);
    await page.getByRole('radio', { name: 'Teal' }).check();
    await page.getByRole('textbox', { name: 'First name' }).fill('Early');
    await page.keyboard.press('ArrowLeft');
    await isAsleep(page);
    await page.evaluate(disturb);
    await page.keyboard.type('er'); // "Earlery"
    letThrough();
    await expect(page.locator('[data-sync]')).toHaveAttribute('data-sync', 'unsaved', { timeout: 30_000 });
    await expectProfile(page, { firstName: 'Earlery', lastName: 'Lee', colour: 'Teal' });
    expect(await caret(page)).toBe(6);
    await page.keyboard.type('k');
    await send.Enter(page);
    await expectConfirmed(page);
    await expectProfile(page, { firstName: 'Earlerky', lastName: 'Lee', colour: 'Teal' });
    expect(stack.clerk.getUser(person.id)).toMatchObject({
      first_name: 'Earlerky',
      public_metadata: { avatarColor: 'teal' },
    });
    expect(addresses.filter((address) => /Earl|Lee|firstName/.test(address))).toEqual([]);
    expect(app.output()).not.toContain('Earl');
  });

test('values that a browser fills in before the script, without an event, are taken over', async ({
  page,
  person,
  stack,
}) => {
  await signIn(page, person);
  const { letThrough } = await openBeforeScript(page);
  await page.evaluate(() => {
    for (const name of ['firstName', 'lastName'])
      document.querySelector<HTMLInputElement>(`[name="${name}"]`)!.value = `Filled ${name}`;
  });
  await isAsleep(page);
  letThrough();
  await expect(page.locator('[data-sync]')).toHaveAttribute('data-sync', 'unsaved', { timeout: 30_000 });
  await send.Save(page);
  await expectConfirmed(page);
  expect(stack.clerk.getUser(person.id)).toMatchObject({
    first_name: 'Filled firstName',
    last_name: 'Filled lastName',
  });
});

/** Names whose first letters another locale, or another version of Unicode, writes large in another way. */
const places = [
  { locale: 'tr-TR', timezoneId: 'Pacific/Kiritimati', firstName: 'ilker', lastName: 'ışık' },
  { locale: 'lt-LT', timezoneId: 'Pacific/Marquesas', firstName: 'i̇̀lona', lastName: 'ącaitė' },
  { locale: 'el-GR', timezoneId: 'Asia/Kathmandu', firstName: 'άννα', lastName: 'ßeta' },
  { locale: 'ar-EG', timezoneId: 'Africa/Cairo', firstName: 'ﬁona', lastName: 'ნინო' },
];

for (const { locale, timezoneId, firstName, lastName } of places)
  test(`a browser in ${locale} draws what the server drew, and loses nothing typed before the script`, async ({
    browser,
    stack,
    baseURL,
  }) => {
    const person = await newPerson(stack, { firstName, lastName });
    const context = await browser.newContext({ baseURL, locale, timezoneId });
    // its sentences in a language whose words the steps know; all else is of the browser's own
    await context.addCookies([{ name: LOCALE_COOKIE.name, value: 'en', url: baseURL! }]);
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await signIn(page, person);
    await page.reload();
    await expectScript(page);
    const { letThrough } = await openBeforeScript(page);
    await page.getByRole('textbox', { name: 'Last name' }).fill('ince');
    await isAsleep(page);
    letThrough();
    await expect(page.locator('[data-sync]')).toHaveAttribute('data-sync', 'unsaved', { timeout: 30_000 });
    await expectProfile(page, { firstName, lastName: 'ince' });
    await send.Save(page);
    await expectConfirmed(page);
    expect(stack.clerk.getUser(person.id)).toMatchObject({ first_name: firstName.normalize('NFC'), last_name: 'ince' });
    expect(problems).toEqual([]);
    await context.close();
  });
