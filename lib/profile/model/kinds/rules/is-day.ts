/** Returns true for a day of the Gregorian calendar from the year 0001 to 9999: "2026-01-31". */
export function isDay(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const [, year = 0, month = 0, day = 0] = (/^(\d{4})-(\d\d)-(\d\d)$/.exec(value) ?? []).map(Number);
  // JavaScript's Date would make 2 March of 30 February
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return year > 0 && day > 0 && day <= days;
}
