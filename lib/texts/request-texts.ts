import 'server-only';
import { headers } from 'next/headers';
import type { Texts } from './create-texts';
import type { Locale } from './locales';
import { matchLocale } from './match-locale';
import { messagesFor, textsIn, type Group } from './messages-for';

/** Returns the language of the request that is being answered. */
export const getLocale = async (): Promise<Locale> => matchLocale(await headers());

/** Returns what a `TextsProvider` takes, in the language of the request: these parts of the catalogue, or all. */
export async function loadTexts(groups?: readonly Group[]) {
  const locale = await getLocale();
  return { locale, messages: messagesFor(locale, groups) };
}

/** Returns the texts in the language of the request that is being answered. */
export const getTexts = async (): Promise<Texts> => textsIn(await getLocale());
