const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const A_MOMENT_MS = 5 * 60_000;

/**
 * Returns when something was done, by the device's calendar: "a moment ago", "earlier today", "yesterday" or
 * "on 3 March". Times are ms since 1970; `at` is null where it is not known. The browser's language has no part in it.
 */
export function dayWords(at: number | null, now: number): string {
  if (at === null || at > now) return 'earlier'; // not known, or the clock was changed meanwhile
  if (now - at < A_MOMENT_MS) return 'a moment ago';
  const day = startOfDay(at);
  if (day === startOfDay(now)) return 'earlier today';
  if (day === startOfDay(startOfDay(now) - 1)) return 'yesterday';
  const date = new Date(at);
  return `on ${date.getDate()} ${MONTHS[date.getMonth()]}`;
}

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
