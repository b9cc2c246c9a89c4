import { expect } from '../support/fixtures';
import {
  choose,
  expectInAccount,
  expectSeen,
  inEachBrowser,
  pressSave,
  typeInto,
  type Journey,
} from '../support/browsers';

/** Opens the profile page without its script, and edits it. */
async function editBeforeScript({ network, newWindow }: Journey) {
  const window = await newWindow();
  network.holdScripts();
  await window.open(`${network.url}/settings/profile`);
  await choose(window, 'teal'); // first: Firefox scrolls back to what was typed, at some later time
  await typeInto(window, 'firstName', 'Early');
  await expectSeen(window, { firstName: 'Early', colour: 'teal', isAlive: false });
  return window;
}

inEachBrowser('Enter before the script saves, and leaves no name in an address or a log', async (place) => {
  const window = await editBeforeScript(place);
  await window.click('input[name="firstName"]');
  await window.press('Enter');
  await expectInAccount(place, { first_name: 'Early', last_name: 'Lee', public_metadata: { avatarColor: 'teal' } });
  place.network.letScriptsThrough();
  await expectSeen(
    window,
    { firstName: 'Early', colour: 'teal', state: 'confirmed', isAlive: true },
    { timeout: 30_000 },
  );
  expect(place.network.addresses.filter((address) => /Early|Lee|firstName/.test(address))).toEqual([]);
  expect(place.app.output()).not.toContain('Early');
});

inEachBrowser('what was typed and chosen before the script is still there after it, and is saved', async (place) => {
  const window = await editBeforeScript(place);
  place.network.letScriptsThrough();
  await expectSeen(
    window,
    { firstName: 'Early', colour: 'teal', state: 'unsaved', isAlive: true },
    { timeout: 30_000 },
  );
  await pressSave(window);
  await expectSeen(window, { firstName: 'Early', colour: 'teal', state: 'confirmed' });
  await expectInAccount(place, { first_name: 'Early', public_metadata: { avatarColor: 'teal' } });
});
