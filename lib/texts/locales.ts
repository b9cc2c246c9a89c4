/** The languages of the app: each has its file in `messages/`. */
export const locales = ['en', 'de', 'ar'] as const;
export type Locale = (typeof locales)[number];

/** The language of those who ask for none of these. */
export const DEFAULT_LOCALE: Locale = 'en';

/** What each language calls itself. */
export const localeNames: Record<Locale, string> = { en: 'English', de: 'Deutsch', ar: 'العربية' };

/** The forms of names, dates and numbers, as tags of BCP 47: the digits are those that controls hold. */
export const intlTags: Record<Locale, string> = { en: 'en-GB', de: 'de-DE', ar: 'ar-u-nu-latn' };

const rightToLeft: readonly Locale[] = ['ar'];

/** Returns the direction in which a language is written, for `dir`. */
export const directionOf = (locale: Locale): 'ltr' | 'rtl' => (rightToLeft.includes(locale) ? 'rtl' : 'ltr');

export const isLocale = (value: unknown): value is Locale => (locales as readonly unknown[]).includes(value);

/** The cookie in which a browser keeps the language that was chosen in it. `maxAge` is in s: a year. */
export const LOCALE_COOKIE = { name: 'perdure-language', path: '/', maxAge: 31_536_000, sameSite: 'lax' } as const;

/** Where a choice of language is posted to, under this name. */
export const LANGUAGE_PATH = '/language';
export const LANGUAGE_INPUT = 'language';
