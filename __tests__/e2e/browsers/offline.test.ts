import { expectInAccount, expectSeen, inEachBrowser, openProfile, pressSave, typeInto } from '../support/browsers';

inEachBrowser('what is saved without a network is sent once it is back', async (place) => {
  const window = await place.newWindow();
  await openProfile(window, place);
  await place.network.cut();
  for (const firstName of ['One', 'Two']) {
    await typeInto(window, 'firstName', firstName);
    await pressSave(window);
    await expectSeen(window, { firstName, state: 'held' });
  }
  await place.network.restore();
  await expectSeen(window, { firstName: 'Two', state: 'confirmed' }, { timeout: 40_000 });
  await expectInAccount(place, { first_name: 'Two' });
});

inEachBrowser('what is saved without a network is sent by the page that is opened next', async (place) => {
  const window = await place.newWindow();
  await openProfile(window, place);
  await place.network.cut();
  await typeInto(window, 'firstName', 'Kept');
  await pressSave(window);
  await expectSeen(window, { firstName: 'Kept', state: 'held' });
  await window.open('about:blank');
  await place.network.restore();
  await openProfile(window, place);
  await expectSeen(window, { firstName: 'Kept', state: 'confirmed' });
  await expectInAccount(place, { first_name: 'Kept' });
});
