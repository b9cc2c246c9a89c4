import { openDevice } from '../support/device';
import { expectInAccount, expectSeen, inEachBrowser, openProfile, pressSave, typeInto } from '../support/browsers';

inEachBrowser('an edit stays where another device saves the field, whose value can be taken', async (place) => {
  const window = await place.newWindow();
  const other = openDevice(place.stack, place.person.id, place.app.url);
  await openProfile(window, place);
  await typeInto(window, 'firstName', 'Mine');
  await typeInto(window, 'lastName', 'Own');
  await other.save({ firstName: 'Theirs' });
  await expectSeen(window, { firstName: 'Mine', lastName: 'Own', state: 'unsaved', offers: ['firstName'] });
  await window.click('[data-field="firstName"] button');
  await expectSeen(window, { firstName: 'Theirs', lastName: 'Own', state: 'unsaved', offers: [] });
  await pressSave(window);
  await expectSeen(window, { firstName: 'Theirs', lastName: 'Own', state: 'confirmed' });
  await expectInAccount(place, { first_name: 'Theirs', last_name: 'Own' });
});
