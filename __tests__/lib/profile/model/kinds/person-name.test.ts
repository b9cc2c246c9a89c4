import fc from 'fast-check';
import { english } from '@/__tests__/support/texts/in-english';
import { decodeText } from '@/lib/texts/text';
import { personName } from '@/lib/profile/model/kinds/person-name';

const clerk = { attribute: 'firstName' } as const;
const name = personName({ label: 'First name', required: true, clerk }).codec.def.out;
const optional = personName({ label: 'Last name', clerk }).codec.def.out;
const messageOf = (schema: typeof name, text: unknown) =>
  english.say(decodeText(schema.safeParse(text).error?.issues[0]?.message ?? ''));

describe('a person’s name', () => {
  test.each(['Ann', 'Zoë', 'Nguyễn', '李', 'محمد', 'O’Brien', 'Jean-Luc', 'X Æ A-12', '👩‍👩‍👧', 'নন্দিতা'])(
    'the name %s is accepted as it is',
    (text) => {
      expect(name.parse(text)).toBe(text.normalize('NFC'));
    },
  );

  it('a name is trimmed and brought into NFC', () => expect(name.parse('  Zoe\u0308 ')).toBe('Zoë'));

  it('a name may have 64 graphemes, however many code units they take, and not 65', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(name.parse(family.repeat(64))).toBe(family.repeat(64));
    expect(messageOf(name, family.repeat(65))).toMatch(/at most 64/);
    expect(messageOf(name, 'a'.repeat(65))).toMatch(/at most 64/);
  });

  it('a name may be empty only where it is optional', () => {
    expect(optional.parse('   ')).toBe('');
    expect(messageOf(name, '   ')).toMatch(/can’t be empty/);
  });

  test.each([
    ['a NUL', 'A\u0000nn'],
    ['a line break', 'Ann\nAdmin'],
    ['a bidi override', 'Ann\u202Enimda'],
    ['a bidi isolate', 'Ann\u2066x\u2069'],
    ['a lone surrogate', 'Ann\uD800'],
  ])('a name with %s is invalid', (_what, text) => expect(messageOf(name, text)).toMatch(/hidden control character/));

  test.each([
    ['zero-width spaces', '\u200B\u200B'],
    ['a Hangul filler', '\u3164'],
    ['a braille blank', '\u2800'],
    ['a variation selector', '\uFE0F'],
    ['a combining mark alone', '\u0301'],
  ])('a name of only %s is invalid', (_what, text) => expect(messageOf(name, text)).toMatch(/only invisible/));

  test.each([null, 7, {}, undefined])('a name that is %p is invalid, in words', (value) =>
    expect(messageOf(name, value)).toBe('First name must be text.'),
  );

  it('a name that was accepted is accepted again unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => {
        const once = name.safeParse(text);
        if (once.success) expect(name.parse(once.data)).toBe(once.data);
      }),
    );
  });
});
