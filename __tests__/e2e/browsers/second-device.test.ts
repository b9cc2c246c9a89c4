import { choose, expectSeen, inEachBrowser, openProfile, pressSave, typeInto } from '../support/browsers';

inEachBrowser('what one device saves shows on the other without a reload', async (place) => {
  const [laptop, phone] = [await place.newWindow(), await place.newWindow()];
  for (const window of [laptop, phone]) await openProfile(window, place);
  await typeInto(laptop, 'firstName', 'Liv');
  await choose(laptop, 'lime');
  await pressSave(laptop);
  await expectSeen(phone, { firstName: 'Liv', colour: 'lime', state: 'confirmed' });
  await typeInto(phone, 'firstName', 'Liva');
  await pressSave(phone);
  await expectSeen(laptop, { firstName: 'Liva', colour: 'lime', state: 'confirmed' });
});
