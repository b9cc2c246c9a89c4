import fc from 'fast-check';
import { choice } from '@/lib/profile/model/kinds/choice';
import { choices } from '@/lib/profile/model/kinds/choices';
import { color } from '@/lib/profile/model/kinds/color';
import { date } from '@/lib/profile/model/kinds/date';
import { email } from '@/lib/profile/model/kinds/email';
import type { Field, FieldOptions } from '@/lib/profile/model/kinds/kind';
import { multiline } from '@/lib/profile/model/kinds/multiline';
import { number } from '@/lib/profile/model/kinds/number';
import { personName } from '@/lib/profile/model/kinds/person-name';
import { phone } from '@/lib/profile/model/kinds/phone';
import { codeLists } from '@/lib/profile/model/kinds/rules/code-lists';
import { country, language, timeZone } from '@/lib/profile/model/kinds/search';
import { text } from '@/lib/profile/model/kinds/text';
import { parseText, storedOf } from '@/lib/profile/model/kinds/text-of';
import { toggle } from '@/lib/profile/model/kinds/toggle';
import { url } from '@/lib/profile/model/kinds/url';
import { username } from '@/lib/profile/model/kinds/username';
import { colorNames } from '@/lib/profile/model/colors/palette';
import type { Value } from '@/lib/profile/model/value';

/** One kind of field, and what a test can do with it. */
export interface KindCase {
  /** returns a field of this kind */
  make: (options: FieldOptions) => Field;
  /** what is typed, and what is stored of it; the first is the empty control, where that is valid */
  typed: readonly (readonly [text: string, stored: Value])[];
  /** texts that break the rule */
  badTexts: readonly string[];
  /** stored values that break the rule, whatever is typed */
  badValues: readonly Value[];
  /** texts, most of which follow the rule */
  texts: fc.Arbitrary<string>;
  /** whether any text that can be seen is valid: then the JSON of a broken value is too */
  free?: true;
}

const pronouns = [{ value: 'she', label: 'She / her' }, { value: 'he', label: 'He / him' }, 'they'] as const;
const topics = ['news', 'offers', { value: 'tips', label: 'Tips and tricks' }] as const;
const family = '👨‍👩‍👧‍👦';
const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const label = fc.stringMatching(/^[a-z][a-z\d]{0,8}$/);
const domain = fc.tuple(label, label, fc.constantFrom('com', 'de', 'museum')).map((parts) => parts.join('.'));
const spaced = (text: fc.Arbitrary<string>) =>
  fc.tuple(fc.constantFrom('', ' ', '\u00a0'), text, fc.constantFrom('', ' ')).map((parts) => parts.join(''));
const codeOf = (list: keyof typeof codeLists) => fc.constantFrom(...codeLists[list].codes());
const searched = (list: keyof typeof codeLists) =>
  spaced(
    codeOf(list).chain((code) =>
      fc.constantFrom(code, code.toLowerCase(), code.toUpperCase(), codeLists[list].shown(code)),
    ),
  );

/** Each kind, under the name of its builder. */
export const kindCases = {
  text: {
    make: (options) => text({ ...options, max: 10 }),
    typed: [
      ['', ''],
      [' Zoe\u0308 ', 'Zoë'],
      [family.repeat(10), family.repeat(10)],
      ['null', 'null'],
    ],
    badTexts: ['a'.repeat(11), family.repeat(11), 'a\u0000', 'a\nb', 'a\u202Eb', '\u200B', `a${'\u0301'.repeat(200)}`],
    badValues: [7, true, ['a'], { a: 1 }],
    texts: words,
    free: true,
  },
  personName: {
    make: personName,
    typed: [
      ['', ''],
      ['  Ann ', 'Ann'],
      ['Nguyễn', 'Nguyễn'],
    ],
    badTexts: ['a'.repeat(65), 'A\u0000nn', 'Ann\nAdmin', '\u3164'],
    badValues: [7, false, ['Ann']],
    texts: words,
    free: true,
  },
  multiline: {
    make: (options) => multiline({ ...options, max: 160 }),
    typed: [
      ['', ''],
      ['\r\n one  \r\n\r\ntwo\u2028three\n\n', ' one\n\ntwo\nthree'],
      [`${family.repeat(79)}\n${family.repeat(80)}`, `${family.repeat(79)}\n${family.repeat(80)}`],
      ['a\tb', 'a\tb'],
      ['\u200Fשלום', '\u200Fשלום'],
    ],
    badTexts: [`${family.repeat(80)}\n${family.repeat(80)}`, 'a\u0000', 'a\u202Eb', `a${'\u0301'.repeat(3_000)}`],
    badValues: [7, true, ['a'], { a: 1 }],
    texts: fc.array(words, { maxLength: 8 }).map((lines) => lines.join('\r\n')),
    free: true,
  },
  number: {
    make: (options) => number({ ...options, min: -10, max: 1_000, step: 0.5 }),
    typed: [
      ['', null],
      ['1,5', 1.5],
      [' 1.5 ', 1.5],
      ['-0', 0],
      ['−3', -3],
      ['١٢٫٥', 12.5],
      ['1e2', 100],
      ['0,500', 0.5],
    ],
    badTexts: ['1001', '-11', '1.25', 'one', '1,000', '1,000,5', '1 000', '0x10', 'Infinity', '"1"', 'null'],
    badValues: ['1', true, 1_001, 1.25, [1]],
    texts: fc.integer({ min: -20, max: 2_000 }).map((halves) => String(halves / 2)),
  },
  toggle: {
    make: toggle,
    typed: [
      ['', false],
      ['on', true],
    ],
    badTexts: ['off', 'true', 'yes', '"on"'],
    badValues: ['yes', 'on', '', 0, 1, [], {}],
    texts: fc.constantFrom('on', ''),
  },
  date: {
    make: (options) => date({ ...options }),
    typed: [
      ['', ''],
      ['2024-02-29', '2024-02-29'],
      ['2000-02-29', '2000-02-29'],
      ['0001-01-01', '0001-01-01'],
      [' 9999-12-31 ', '9999-12-31'],
    ],
    badTexts: [
      '2023-02-29',
      '1900-02-29',
      '2026-04-31',
      '2026-13-01',
      '2026-00-10',
      '0000-01-01',
      '10000-01-01',
      'soon',
      '۱۳۶۹-۰۱-۰۱', // digits of another calendar
    ],
    badValues: ['2026-1-1', 20260101, true, ['2026-01-01']],
    texts: fc
      .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10)),
  },
  choice: {
    make: (options) => choice({ ...options, options: pronouns, none: options.required ? undefined : 'None' }),
    typed: [
      ['', ''],
      ['she', 'she'],
      ['they', 'they'],
    ],
    badTexts: ['it', 'She / her', ' she', 'toString'],
    badValues: ['it', 7, true, ['she']],
    texts: fc.constantFrom('', 'she', 'he', 'they'),
  },
  choices: {
    make: (options) => choices({ ...options, options: topics, max: 2 }),
    typed: [
      ['', []],
      ['offers\nnews', ['news', 'offers']],
      ['tips\r\ntips', ['tips']],
    ],
    badTexts: ['news\nzz', 'news\noffers\ntips', '["news"]', '\n'],
    badValues: [['news', 'zz'], 'news', '', 7, true, { news: true }, [1]],
    texts: fc.array(fc.constantFrom('news', 'offers', 'tips'), { maxLength: 2 }).map((chosen) => chosen.join('\n')),
  },
  url: {
    make: (options) => url({ ...options, max: 100 }),
    typed: [
      ['', ''],
      ['example.com', 'https://example.com/'],
      [' HTTP://Example.com/A?b#c ', 'http://example.com/A?b#c'],
      ['example.com:8080/x', 'https://example.com:8080/x'],
      ['münchen.de', 'https://xn--mnchen-3ya.de/'],
    ],
    badTexts: [
      ...['localhost', 'ftp://example.com', 'javascript:alert(1)', 'javascript://a.b/%0aalert(1)', 'data:text/html,x'],
      ...['mailto:a@b.de', 'https://ann:secret@b.de', '127.0.0.1', '1.5', 'http://[::1]', 'a b', 'example', '//'],
      `example.com/${'a'.repeat(100)}`,
    ],
    badValues: ['example', 1.5, true, ['https://example.com/']],
    texts: spaced(
      fc
        .tuple(
          fc.constantFrom('', 'https://', 'http://', 'HTTPS://'),
          domain,
          fc.webPath(),
          fc.constantFrom('', '?a=ü'),
        )
        .map((parts) => parts.join('')),
    ),
  },
  email: {
    make: email,
    typed: [
      ['', ''],
      [' Ann.Lee@Example.COM ', 'Ann.Lee@example.com'],
      ['o’brien+x@bücher.de', 'o’brien+x@bücher.de'],
    ],
    badTexts: [
      'ann',
      'ann@',
      '@b.de',
      'a b@c.de',
      'ann@localhost',
      '.a@b.de',
      'a..b@c.de',
      'a@-b.de',
      'a@b.1',
      'a@@b.de',
    ].concat(`${'a'.repeat(65)}@b.de`, `a@${'b.'.repeat(130)}de`, 'a\u202E@b.de', 'Ann <ann@b.de>'),
    badValues: ['ann', 7, true, ['a@b.de']],
    texts: spaced(fc.tuple(label, domain).map((parts) => parts.join('@'))),
  },
  phone: {
    make: phone,
    typed: [
      ['', ''],
      ['+49 (0)30 / 123-4567', '+49301234567'],
      ['0049 30 1234567', '+49301234567'],
      ['+٤٩ ٣٠ ١٢٣٤٥٦٧', '+49301234567'],
      ['＋1 (415) 555‑2671', '+14155552671'],
    ],
    badTexts: [
      '030 1234567',
      '+0301234567',
      '+49',
      '+1234567890123456',
      'call me',
      '+49 30 x',
      '++4930123456',
      '+1-800-FLOWERS',
    ],
    badValues: ['030', 49301234567, true, ['+49301234567']],
    texts: spaced(fc.stringMatching(/^(\+|00)[1-9](\d[ -]?){7,13}\d$/)),
  },
  username: {
    make: username,
    typed: [
      ['', ''],
      [' Ann_Lee-7 ', 'ann_lee-7'],
      ['ANNA', 'anna'],
      ['_123', '_123'],
      ['a'.repeat(64), 'a'.repeat(64)],
    ],
    badTexts: ['ann', 'a'.repeat(65), 'ann lee', 'ann_ñ', 'аnna', '12345', '+491701234567', 'ann.lee', '"anna"'],
    badValues: ['ann', 1234, true, ['anna']],
    texts: spaced(fc.stringMatching(/^[a-zA-Z_][a-zA-Z\d_-]{3,20}$/)),
  },
  color: {
    make: ({ required: _required, ...options }) => color({ ...options, custom: true, initial: '' }),
    typed: [
      ['', ''],
      ['Slate', 'slate'],
      ['#ABC', '#aabbcc'],
      [' 1D4ED8', '#1d4ed8'],
    ],
    badTexts: ['red', '#12345', '#1234567', '#ggg', 'toString', 'rgb(0,0,0)'],
    badValues: ['red', 123456, true, ['slate']],
    texts: fc.oneof(fc.constantFrom('', ...colorNames), fc.stringMatching(/^#[\da-fA-F]{6}$/)),
  },
  timeZone: {
    make: timeZone,
    typed: [
      ['', ''],
      ['Europe/Berlin', 'Europe/Berlin'],
      ['europe/berlin', 'Europe/Berlin'],
      ['america/new york', 'America/New_York'],
      [' new york ', 'America/New_York'],
      ['Berlin', 'Europe/Berlin'],
      ['utc', 'UTC'],
      ['asia/kolkata', 'Asia/Kolkata'],
      ['Asia/Calcutta', 'Asia/Calcutta'],
      ['cuba', 'Cuba'],
      ['est5edt', 'EST5EDT'],
    ],
    badTexts: ['Mars/Base', '+05:30', '7', '"Europe/Berlin"', 'Berlin (Europe/Paris)'],
    badValues: ['Berlin', 'Mars/Base', 7, -11, true, ['UTC']],
    texts: searched('timeZone'),
  },
  language: {
    make: language,
    typed: [
      ['', ''],
      ['German (de)', 'de'],
      ['DE', 'de'],
      ['german', 'de'],
      ['pt_br', 'pt-BR'],
      ['zh-hant-tw', 'zh-Hant-TW'],
      ['Brazilian Portuguese', 'pt-BR'],
      ['Deutsch (de)', 'de'],
    ],
    badTexts: ['Klingonisch', 'xx', 'de-', 'English (de)', '"German (de)"', 'true'],
    badValues: ['German', 'German (de)', 7, true, ['de']],
    texts: searched('language'),
  },
  country: {
    make: country,
    typed: [
      ['', ''],
      ['Germany (DE)', 'DE'],
      ['de', 'DE'],
      ['germany', 'DE'],
      ['TURKIYE', 'TR'],
      ["Cote d'Ivoire", 'CI'],
      ['Myanmar (Burma)', 'MM'],
      ['Deutschland (DE)', 'DE'],
    ],
    badTexts: ['Atlantis', 'ZZ', 'France (DE)', 'FR (DE)', '"Germany (DE)"', 'Germany (ZZ)'],
    badValues: ['Germany', 'Germany (DE)', 49, true, ['DE']],
    texts: searched('country'),
  },
} satisfies Record<string, KindCase>;

export type KindName = keyof typeof kindCases;

export const kindNames = Object.keys(kindCases) as KindName[];

/** Returns a kind's case, in the general type. */
export const kindCase = (kind: KindName): KindCase => kindCases[kind];

/** Returns a field of a kind, kept under its name in the public metadata. */
export const fieldOfKind = (kind: KindName, options: Partial<FieldOptions> = {}): Field =>
  kindCase(kind).make({ label: `My ${kind}`, clerk: { publicMetadata: kind }, ...options });

/** Any text that a kind's rule accepts. */
export function validText(kind: KindName): fc.Arbitrary<string> {
  const { texts, typed } = kindCase(kind);
  const field = fieldOfKind(kind);
  return fc
    .oneof({ weight: 4, arbitrary: texts }, fc.constantFrom(...typed.map(([text]) => text)))
    .filter((text) => parseText(field, text).ok);
}

/** Any value that follows a kind's rule, in the form in which it is stored. */
export function validValue(kind: KindName): fc.Arbitrary<Value> {
  const field = fieldOfKind(kind);
  return validText(kind).map((text) => storedOf(field, text));
}

/** Any JSON, thick with what kinds store. */
export const anyJson: fc.Arbitrary<Value> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Value>,
  fc.constantFrom<Value>(...kindNames.flatMap((kind) => kindCase(kind).badValues)),
  fc.constantFrom<Value>(...kindNames.flatMap((kind) => kindCase(kind).badTexts)),
  fc.constantFrom<Value>(...kindNames.flatMap((kind) => kindCase(kind).typed.flat())),
  fc.constantFrom<Value>('on', 'off', '', 'null', 'true', '7', '"7"', '[]', '{}', 7, -11, 1.5, 123456, true, false),
);

/** Any JSON that breaks a kind's rule. */
export const brokenValue = (kind: KindName): fc.Arbitrary<Value> =>
  fc.oneof(fc.constantFrom(...kindCase(kind).badValues), anyJson);
