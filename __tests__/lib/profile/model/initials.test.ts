import { displayName, initials } from '@/lib/profile/model/initials';

it.each([
  ['Ann', 'Lee', 'AL'],
  ['  ann', '', 'A'],
  ['', 'stone', 'S'],
  ['', '', ''],
  ['é\u0301va', '李', 'É\u0301李'],
  ['👩‍👩‍👧 family', '🇩🇪', '👩‍👩‍👧🇩🇪'],
])('the names “%s” and “%s” have the initials “%s”', (firstName, lastName, expected) =>
  expect(initials({ firstName, lastName })).toBe(expected),
);

it('initials are the same in every language, so that a Turkish browser draws what the server drew', () => {
  const { toLocaleUpperCase } = String.prototype;
  jest.spyOn(String.prototype, 'toLocaleUpperCase').mockImplementation(function (this: string) {
    return toLocaleUpperCase.call(this, 'tr');
  });
  expect(initials({ firstName: 'ida', lastName: 'inal' })).toBe('II');
  jest.restoreAllMocks();
});

it('the display name joins the names that are known', () => {
  expect(displayName({ firstName: ' Ann ', lastName: '' })).toBe('Ann');
  expect(displayName({ firstName: 'Ann', lastName: 'Lee' })).toBe('Ann Lee');
});
