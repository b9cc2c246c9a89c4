import { expectInAccount, expectSeen, inEachBrowser, openProfile, pressSave, typeInto } from '../support/browsers';

inEachBrowser('a reload shows what was saved, and what was typed and not saved', async (place) => {
  const window = await place.newWindow();
  await openProfile(window, place);
  await typeInto(window, 'firstName', 'Una');
  await pressSave(window);
  await expectSeen(window, { state: 'confirmed' });
  await openProfile(window, place);
  await expectSeen(window, { firstName: 'Una', lastName: 'Lee', state: 'confirmed' });

  await typeInto(window, 'lastName', 'Half a na');
  await expectSeen(window, { state: 'unsaved' });
  await openProfile(window, place);
  await expectSeen(window, { firstName: 'Una', lastName: 'Half a na', state: 'unsaved' });
  await pressSave(window);
  await expectSeen(window, { state: 'confirmed' });
  await expectInAccount(place, { first_name: 'Una', last_name: 'Half a na' });
});
