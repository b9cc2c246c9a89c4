import { choice } from '@/lib/profile/model/kinds/choice';
import { choices } from '@/lib/profile/model/kinds/choices';
import { color } from '@/lib/profile/model/kinds/color';
import { country } from '@/lib/profile/model/kinds/search';
import { date } from '@/lib/profile/model/kinds/date';
import { email } from '@/lib/profile/model/kinds/email';
import type { Field } from '@/lib/profile/model/kinds/kind';
import { multiline } from '@/lib/profile/model/kinds/multiline';
import { number } from '@/lib/profile/model/kinds/number';
import { phone } from '@/lib/profile/model/kinds/phone';
import { complaintAbout, parseText, readStored, textOf } from '@/lib/profile/model/kinds/text-of';
import { url } from '@/lib/profile/model/kinds/url';
import { english } from '@/__tests__/support/in-english';
import { isSameValue, type Value } from '@/lib/profile/model/value';

const here = { clerk: { publicMetadata: 'key' } };
const messageOf = (field: Field, text: string): string | undefined => {
  const parsed = parseText(field, text);
  return parsed.ok ? undefined : english.say(parsed.message);
};

const born = date({ label: 'Birthday', min: '1900-01-01', max: '2020-12-31', ...here });
const seats = number({ label: 'Seats', min: 1, max: 9, step: 1, required: true, ...here });
const bio = multiline({ label: 'Bio', max: 160, ...here });
const plan = choice({ label: 'Plan', options: ['free', 'pro'], ...here });
const days = choices({ label: 'Days', options: ['Mo', 'Tu', 'We'], max: 2, required: true, ...here });
const mobile = phone({ label: 'Phone', ...here });

const broken: [Field, string, string][] = [
  [born, '1899-12-31', 'Birthday can’t be before 1 January 1900.'],
  [born, '2021-01-01', 'Birthday can’t be after 31 December 2020.'],
  [born, '2001-02-29', 'Birthday must be a date that exists, written as 2026-01-31.'],
  [seats, '', 'Seats can’t be empty. Enter a number.'],
  [seats, '10', 'Seats must be between 1 and 9.'],
  [seats, '1.5', 'Seats must be a whole number.'],
  [seats, '1.0000000001', 'Seats must be a whole number.'],
  [seats, 'two', 'Seats must be a number, for example 1.'],
  [seats, '1'.repeat(101), 'Seats must be a number, for example 1.'],
  [seats, '-1,000,000', 'Seats must be written without a comma between thousands, for example 1000.'],
  [number({ label: 'Height', min: 0, step: 0.1, ...here }), '0.25', 'Height must be in steps of 0.1.'],
  [number({ label: 'Height', min: 0, ...here }), '-1', 'Height must be 0 or more.'],
  [bio, 'a'.repeat(161), 'Bio can have at most 160 characters.'],
  [bio, `a${'\u0301'.repeat(2_570)}`, 'Bio has too many signs on its letters. Type it with fewer.'],
  [plan, '', 'Plan can’t be empty. Enter one of the options.'],
  [plan, 'gold', 'Plan must be one of the options. Choose another.'],
  [days, '', 'Days can’t be empty. Choose at least one.'],
  [days, 'Mo\nSu', 'Days has a choice that is not offered: remove “Su”.'],
  [days, 'Mo\nTu\nWe', 'Days can have at most 2 choices.'],
  [mobile, '030 1234567', 'Phone needs the code of its country. Start with +, for example +49 30 1234567.'],
  [mobile, '+49 12', 'Phone must have 7 to 15 digits with the code of its country.'],
  [email({ label: 'Work e-mail', ...here }), 'ann', 'Work e-mail must be an address such as name@example.com.'],
  [
    url({ label: 'Website', ...here }),
    'a:b@c.de',
    'Website can’t have a user name or password. Remove what is before the @.',
  ],
  [color({ label: 'Colour', ...here }), '#ffffff', 'Colour must be one of the colours shown.'],
  [
    country({ label: 'Country', ...here }),
    'France (DE)',
    'Country is not in the list. Choose one such as Germany (DE).',
  ],
];

test.each(broken.map(([field, text, message]) => ({ field, text, message })))(
  'a value that breaks its rule is met by: $message',
  ({ field, text, message }) => expect(messageOf(field, text)).toBe(message),
);

test.each([0.1, 0.2, 0.3, 0.7, 1.1, 8.2, 1_000_000.1])('the number %d is in steps of 0.1', (value) => {
  expect(messageOf(number({ label: 'Height', step: 0.1, ...here }), String(value))).toBeUndefined();
});

test.each([[['a', 'a']], [['']], [['a\nb']]])(
  'options that a control could not tell apart, %j, are refused',
  (options) => {
    expect(() => choice({ label: 'Plan', options, ...here })).toThrow(/^Plan: .*cannot be an option/);
    expect(() => choices({ label: 'Plan', options, ...here })).toThrow(/^Plan: .*cannot be an option/);
  },
);

it('an option that is written as JSON is not taken for a value of another type', () => {
  const size = choice({ label: 'Size', options: ['7', 'true'], none: 'Any', ...here });
  for (const broken of [7, true]) expect(parseText(size, textOf(size, broken)).ok).toBe(false);
  expect(parseText(size, textOf(size, '7'))).toEqual({ ok: true, value: '7' });
});

it('a number that was cleared is null, and cannot be cleared where it has an initial value', () => {
  const optional = number({ label: 'Seats', ...here });
  expect([readStored(optional, ''), readStored(optional, undefined)]).toEqual([null, null]);
  const initial = number({ label: 'Seats', initial: 4, ...here });
  expect(readStored(initial, null)).toBe(4);
  expect(messageOf(initial, '')).toBe('Seats can’t be empty. Enter a number.');
});

it('values that are stored in another form are read in the one form in which they are compared', () => {
  expect(readStored(url({ label: 'Website', ...here }), 'Example.com')).toBe('https://example.com/');
  expect(readStored(days, ['We', 'Mo', 'We'])).toEqual(['Mo', 'We']);
  expect(readStored(mobile, '0049 30 1234567')).toBe('+49301234567');
  expect(readStored(bio, { b: 1, a: 2 })).toEqual({ a: 2, b: 1 });
});

it('a long text that is no number is refused without trying each way to read it', () => {
  const from = performance.now();
  expect(messageOf(seats, `${'1'.repeat(200_000)}x`)).toBe('Seats must be a number, for example 1.');
  expect(messageOf(seats, `${'1'.repeat(99)}x`)).toBe('Seats must be a number, for example 1.');
  expect(performance.now() - from).toBeLessThan(1_000); // it was minutes
});

it('JSON of 8 KB of brackets is read, shown and compared without the call stack giving out', () => {
  let deep: Value = [];
  for (let level = 0; level < 3_900; level += 1) deep = [deep];
  const held = readStored(bio, deep);
  expect(english.say(complaintAbout(bio, held)!)).toBe('Bio must be text.');
  expect(parseText(bio, textOf(bio, held)).ok).toBe(false);
  expect(readStored(bio, held)).toEqual(held);
  expect(isSameValue(held, deep)).toBe(true);
  expect(isSameValue(held, [deep])).toBe(false);
});
