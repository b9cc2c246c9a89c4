/** The language of names, dates and numbers. */
const LOCALE = 'en-GB';

/** Returns what `read` does, or undefined in a browser that lacks it, or does not know what it is asked for. */
function known<Known>(read: () => Known): Known | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const names: Partial<Record<'region' | 'language', Intl.DisplayNames>> = {};

/** Returns what a country or a language is called, or undefined. `code`: "DE", "pt-BR". */
export const nameOfCode = (type: 'region' | 'language', code: string): string | undefined =>
  known(() => (names[type] ??= new Intl.DisplayNames(LOCALE, { type, fallback: 'none' })).of(code));

/** Returns the time zones that this browser, or server, lists. */
export const listedTimeZones = (): string[] => known(() => Intl.supportedValuesOf('timeZone')) ?? [];

/** Returns the time zone that a name stands for, or undefined. Old names stand for new ones, or the other way round. */
export const resolvedTimeZone = (name: string): string | undefined =>
  known(() => new Intl.DateTimeFormat(LOCALE, { timeZone: name }).resolvedOptions().timeZone);

/** Returns a day as people read it: "14 March 1990". What is no day stays as it is. */
export const dateLabel = (day: string): string =>
  known(() =>
    new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00Z`)),
  ) ?? day;

/** Returns a number as people read it: "1,234.5". */
export const numberLabel = (value: number): string =>
  known(() => new Intl.NumberFormat(LOCALE, { maximumSignificantDigits: 17 }).format(value)) ?? String(value);
