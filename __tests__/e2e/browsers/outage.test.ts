import { expectInAccount, expectSeen, inEachBrowser, openProfile, pressSave, typeInto } from '../support/browsers';

inEachBrowser('a save waits while Clerk is down, also after a reload, and arrives once it is back', async (place) => {
  const window = await place.newWindow();
  await openProfile(window, place);
  place.stack.clerk.faults.set({ down: true });
  await typeInto(window, 'firstName', 'Patient');
  await pressSave(window);
  await expectSeen(window, { firstName: 'Patient', state: 'waiting' });
  await openProfile(window, place);
  await expectSeen(window, { firstName: 'Patient', state: 'waiting' });
  place.stack.clerk.faults.reset();
  await expectSeen(window, { firstName: 'Patient', state: 'confirmed' });
  await expectInAccount(place, { first_name: 'Patient' });
});
