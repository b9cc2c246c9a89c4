import Negotiator from 'negotiator';
import { DEFAULT_LOCALE, isLocale, LOCALE_COOKIE, locales, type Locale } from './locales';

/** The languages as `Accept-Language` may write them, with any region: the first that fits decides. */
const available = [...locales];

/**
 * Returns the language of a request: the one that was chosen in this browser, or else the one of the app's that its
 * `Accept-Language` likes best (RFC 9110, 12.5.4: "de-AT" is served by "de"), or else English.
 */
export function matchLocale(headers: Pick<Headers, 'get'>): Locale {
  const chosen = localeIn(headers.get('cookie'));
  if (chosen) return chosen;
  const negotiator = new Negotiator({ headers: { 'accept-language': headers.get('accept-language') ?? '' } });
  const [best] = negotiator.languages(available);
  return isLocale(best) ? best : DEFAULT_LOCALE;
}

/** Returns the language that a browser keeps in its cookies, or undefined. */
function localeIn(cookies: string | null): Locale | undefined {
  const found = cookies?.split(';').find((cookie) => cookie.trim().startsWith(`${LOCALE_COOKIE.name}=`));
  const value = found?.split('=')[1];
  return isLocale(value) ? value : undefined;
}
