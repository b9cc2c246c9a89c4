import { expectInAccount, expectSeen, inEachBrowser, openProfile, pressSave, typeInto } from '../support/browsers';

inEachBrowser('a value that the account refuses stays as it was typed, and the rest is saved', async (place) => {
  const window = await place.newWindow();
  await openProfile(window, place);
  place.stack.clerk.faults.set({ refuseFields: ['last_name'] });
  await typeInto(window, 'firstName', 'Una');
  await typeInto(window, 'lastName', 'Refused');
  await pressSave(window);
  await expectSeen(window, { firstName: 'Una', lastName: 'Refused', state: 'refused', invalid: ['lastName'] });
  await expectInAccount(place, { first_name: 'Una', last_name: 'Lee' });

  place.stack.clerk.faults.reset();
  await typeInto(window, 'lastName', 'Taken');
  await pressSave(window);
  await expectSeen(window, { lastName: 'Taken', state: 'confirmed', invalid: [] });
  await expectInAccount(place, { first_name: 'Una', last_name: 'Taken' });
});
