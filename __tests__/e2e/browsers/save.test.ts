import {
  choose,
  expectInAccount,
  expectSeen,
  inEachBrowser,
  openProfile,
  pressSave,
  typeInto,
} from '../support/browsers';

inEachBrowser('what is typed and chosen is saved, by Save and by Enter', async (place) => {
  const window = await place.newWindow();
  await openProfile(window, place);
  await typeInto(window, 'firstName', 'Una');
  await choose(window, 'teal');
  await expectSeen(window, { firstName: 'Una', colour: 'teal', state: 'unsaved' });
  await pressSave(window);
  await expectSeen(window, { state: 'confirmed', invalid: [] });
  await expectInAccount(place, { first_name: 'Una', last_name: 'Lee', public_metadata: { avatarColor: 'teal' } });

  await typeInto(window, 'lastName', 'Ångström नि');
  await window.press('Enter');
  await expectSeen(window, { firstName: 'Una', lastName: 'Ångström नि', colour: 'teal', state: 'confirmed' });
  await expectInAccount(place, { first_name: 'Una', last_name: 'Ångström नि' });
});
