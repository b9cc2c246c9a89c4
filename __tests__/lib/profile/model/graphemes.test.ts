import fc from 'fast-check';
import { graphemesByPattern } from '@/lib/profile/model/graphemes';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const graphemesBySegmenter = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

/** What names are made of, and the signs and emoji that go with it. */
const ordinary = [
  ...[
    'a',
    'Z',
    ' ',
    '-',
    '’',
    '7',
    'é',
    'e\u0301',
    'o\u0302\u0323',
    'Ж',
    'ß',
    'Ω',
    'ﬁ',
    '李',
    '々',
    'か',
    'が',
    'か\u3099',
    '한',
    '\u1112\u1161\u11ab',
  ],
  ...[
    'م',
    'ح\u064e',
    'ש\u05b8',
    'न',
    'नि',
    'ৰা',
    'தி',
    'ก',
    'กำ',
    'ที่',
    'ລຳ',
    'က',
    'ខែ',
    'ཀ\u0f71',
    'ܐ',
    'አ',
    '𐐀',
    '𠮷',
    '𝒜',
    'ᐃ',
  ],
  ...['👍', '👍🏽', '👩‍👩‍👧', '👨🏻‍🚀', '🏳️‍🌈', '❤️', '☎', '1️⃣', '🇩🇪', '🇯🇵', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '©'],
];
const ordinaryText = fc.array(fc.constantFrom(...ordinary), { maxLength: 40 }).map((parts) => parts.join(''));

/** Anything at all, thick with what joins and what is joined. */
const joiners = fc.constantFrom(
  '\u200d',
  '\u200c',
  '\ufe0f',
  '\u094d',
  '\u0d4d',
  '\u0301',
  '\u0903',
  '\u{1f3fb}',
  '🇩',
  '👩',
  'क',
  '\u1100',
  '\u1161',
  '\u11a8',
  '가',
  '\u0600',
  '\u0e33',
  '\r',
  '\n',
);
const anyText = fc
  .array(fc.oneof(joiners, fc.string({ unit: 'binary', minLength: 1, maxLength: 3 })), { maxLength: 40 })
  .map((parts) => parts.join(''));

it('graphemes of ordinary text are those of Intl.Segmenter, in a browser without it', () => {
  for (const first of ordinary)
    for (const second of ordinary)
      expect(graphemesByPattern(first + second)).toEqual(graphemesBySegmenter(first + second));
  fc.assert(
    fc.property(ordinaryText, (text) => expect(graphemesByPattern(text)).toEqual(graphemesBySegmenter(text))),
    { numRuns: 2_000 },
  );
});

it('a browser without Intl.Segmenter never counts more graphemes than the server does', () => {
  fc.assert(
    fc.property(anyText, (text) =>
      expect(graphemesByPattern(text).length).toBeLessThanOrEqual(graphemesBySegmenter(text).length),
    ),
    { numRuns: 5_000 },
  );
});

it('graphemes are all of a text, whatever it is made of', () => {
  fc.assert(fc.property(anyText, (text) => expect(graphemesByPattern(text).join('')).toBe(text)));
});

it('a long text of repeated joiners is divided into graphemes without backtracking for ever', () => {
  for (const part of ['\u094d', 'क\u094d', '\u200d', '👩\u200d', '\u1100', '🇩', '\u0600'])
    expect(graphemesByPattern(part.repeat(20_000)).join('')).toHaveLength(part.length * 20_000);
});
