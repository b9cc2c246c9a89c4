import { english } from '@/__tests__/support/in-english';
import { dayWords } from '@/lib/profile/model/drafts/day-words';

const at = (text: string): number => new Date(text).getTime();

it.each([
  ['2026-03-04T12:00:00', 'a moment ago'],
  ['2026-03-04T11:50:00', 'earlier today'],
  ['2026-03-04T00:00:00', 'earlier today'],
  ['2026-03-03T23:59:59', 'yesterday'],
  ['2026-03-03T00:00:00', 'yesterday'],
  ['2026-03-02T23:59:59', 'on 2 March'],
  ['2026-02-10T08:00:00', 'on 10 February'],
  ['2026-03-04T13:00:00', 'earlier'],
])('what was done at %s is said at noon on 4 March to have been done %s', (done, words) => {
  expect(english.say(dayWords(at(done), at('2026-03-04T12:01:00')))).toBe(words);
});

it('what was done just before midnight was done a moment ago, and a time that is not known is earlier', () => {
  expect(english.say(dayWords(at('2026-03-03T23:58:00'), at('2026-03-04T00:01:00')))).toBe('a moment ago');
  expect(english.say(dayWords(null, at('2026-03-04T00:01:00')))).toBe('earlier');
});
