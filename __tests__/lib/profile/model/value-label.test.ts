import fc from 'fast-check';
import type { Value } from '@/lib/profile/model/value';
import { anyJson, fieldOfKind, kindNames, validValue } from '@/__tests__/support/any-kind';
import { number } from '@/lib/profile/model/kinds/number';
import { isNotSet } from '@/lib/profile/model/kinds/text-of';
import { english } from '@/__tests__/support/in-english';
import { labelIn, valueLabel } from '@/lib/profile/model/value-label';

const labelOf = (kind: (typeof kindNames)[number], value: Value): string =>
  labelIn(english, fieldOfKind(kind).control, value);

test.each([
  ['toggle', true, 'On'],
  ['toggle', false, 'Off'],
  ['toggle', 'yes', 'yes'],
  ['choice', 'she', 'She / her'],
  ['choice', 'it', 'it'],
  ['choices', ['news', 'tips'], 'news, Tips and tricks'],
  ['choices', ['tips', 'zz'], 'Tips and tricks, zz'],
  ['choices', ['news', 7], '["news",7]'],
  ['date', '1990-03-14', '14 March 1990'],
  ['date', '0001-02-03', '3 February 1'],
  ['date', '1500-02-28', '28 February 1500'],
  ['date', '9999-12-31', '31 December 9999'],
  ['date', '2026-02-30', '2026-02-30'],
  ['number', 1234.5, '1,234.5'],
  ['number', '7', '7'],
  ['color', 'slate', 'Slate'],
  ['color', '#aabbcc', '#aabbcc'],
  ['country', 'DE', 'Germany'],
  ['country', 'Germania', 'Germania'],
  ['language', 'pt-BR', 'Brazilian Portuguese'],
  ['timeZone', 'Europe/Berlin', 'Europe/Berlin'],
  ['text', { a: 1 }, '{"a":1}'],
  ['multiline', 'a\nb', 'a\nb'],
] as const)('people read of a %s the value %j as %s', (kind, value, label) => {
  expect(labelOf(kind, value)).toBe(label);
});

it('people read a number with its unit', () => {
  const { control } = number({ label: 'Height', clerk: { publicMetadata: 'height' }, unit: 'cm' });
  expect(labelIn(english, control, 180)).toBe('180 cm');
});

it('people read a day of the calendar as the same day in every time zone', () => {
  const zone = process.env.TZ;
  try {
    for (process.env.TZ of ['Pacific/Kiritimati', 'Pacific/Pago_Pago'])
      expect(labelOf('date', '1990-03-14')).toBe('14 March 1990');
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

it.each(kindNames)('people read something of any value of the kind %s, also of one that breaks its rule', (kind) => {
  fc.assert(
    fc.property(fc.oneof(anyJson, validValue(kind)), (value) => {
      const label = labelOf(kind, value);
      const { control } = fieldOfKind(kind);
      if (isNotSet(value)) expect(label).toBe(('none' in control && control.none) || 'Not set');
      else expect(label).not.toBe('');
    }),
  );
});

it('the sentence of a change elsewhere has the label of a value, and nothing where it was cleared', () => {
  expect(valueLabel(english, 'avatarColor', 'coral')).toBe('Coral');
  expect(valueLabel(english, 'lastName', '')).toBe('');
  expect(valueLabel(english, 'avatarColor', '')).toBe('Automatic');
});
