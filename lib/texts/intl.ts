import { intlTags, type Locale } from './locales';

/** Returns what `read` does, or undefined in a browser that lacks it, or does not know what it is asked for. */
function known<Known>(read: () => Known): Known | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const made = new Map<string, unknown>();

/** Returns what was made before under this name, or makes it. */
function once<Made>(name: string, make: () => Made): Made {
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as Made;
}

/** Returns what a country or a language is called, or undefined. `code`: "DE", "pt-BR". */
export const nameOfCode = (type: 'region' | 'language', code: string, locale: Locale): string | undefined =>
  known(() =>
    once(`${type} ${locale}`, () => new Intl.DisplayNames(intlTags[locale], { type, fallback: 'none' })).of(code),
  );

/** Returns the time zones that this browser, or server, lists. */
export const listedTimeZones = (): string[] => known(() => Intl.supportedValuesOf('timeZone')) ?? [];

/** Returns the time zone that a name stands for, or undefined. Old names stand for new ones, or the other way round. */
export const resolvedTimeZone = (name: string): string | undefined =>
  known(() => new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone);

/** Returns a day as people read it: "14 March 1990", or "14 March". What is no day stays as it is. */
export const dayLabel = (day: string, locale: Locale, withYear = true): string =>
  known(() =>
    new Intl.DateTimeFormat(intlTags[locale], {
      day: 'numeric',
      month: 'long',
      ...(withYear && { year: 'numeric' }),
      timeZone: 'UTC',
    }).format(new Date(`${day}T00:00Z`)),
  ) ?? day;

/** Returns a number as people read it: "1,234.5". */
export const numberLabel = (value: number, locale: Locale): string =>
  known(() => new Intl.NumberFormat(intlTags[locale], { maximumSignificantDigits: 17 }).format(value)) ?? String(value);

/** Returns texts as a list in a sentence: "a, b, and c". The patterns of these languages have not changed in years. */
export const listed = (texts: readonly string[], locale: Locale): string =>
  known(() => once(`list ${locale}`, () => new Intl.ListFormat(locale)).format(texts)) ?? texts.join(', ');

/** What messages are formatted with. */
export const formatters = {
  getNumberFormat: (tag: string) => once(`number ${tag}`, () => new Intl.NumberFormat(tag)),
  getPluralRules: (tag: string) => once(`plural ${tag}`, () => new Intl.PluralRules(tag)),
  getDateTimeFormat: (tag: string) => new Intl.DateTimeFormat(tag),
};
