import { matchLocale } from '@/lib/texts/match-locale';

const matched = (accepted: string | null, cookie = '') =>
  matchLocale(new Headers({ cookie, ...(accepted !== null && { 'accept-language': accepted }) }));

it.each([
  [null, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['de-AT, en;q=0.8', 'de'],
  ['fr-FR, fr;q=0.9, ar-EG;q=0.5, en;q=0.3', 'ar'],
  ['fr, ja', 'en'],
  ['en;q=0.1, de;q=0.9', 'de'],
  ['DE-de', 'de'],
  ['de;q=0, ar', 'ar'],
  ['*', 'en'],
  [';;q=x, \u0000', 'en'],
])('a browser that accepts %j is served %s', (accepted, locale) => {
  expect(matched(accepted?.replace('\u0000', '') ?? null)).toBe(locale);
});

it('the language that was chosen in a browser comes before what it accepts, if it is one', () => {
  expect(matched('de', 'a=b; perdure-language=ar')).toBe('ar');
  expect(matched('de', 'perdure-language=xx')).toBe('de');
});
