import { message, type Message } from '@/lib/texts/text';

const A_MOMENT_MS = 5 * 60_000;

/**
 * Returns when something was done, by the device's calendar: "a moment ago", "earlier today", "yesterday" or
 * "on 3 March". Times are ms since 1970; `at` is null where it is not known.
 */
export function dayWords(at: number | null, now: number): Message {
  if (at === null || at > now) return message('draft.earlier'); // not known, or the clock was changed meanwhile
  if (now - at < A_MOMENT_MS) return message('draft.moment');
  const day = startOfDay(at);
  if (day === startOfDay(now)) return message('draft.earlierToday');
  if (day === startOfDay(startOfDay(now) - 1)) return message('draft.yesterday');
  return message('draft.onDay', { day: { day: dayOf(new Date(at)), withoutYear: true } });
}

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Returns a day as ISO 8601 has it, where the device is. */
const dayOf = (date: Date): string =>
  [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
