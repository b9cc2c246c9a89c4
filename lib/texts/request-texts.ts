import 'server-only';
import { headers } from 'next/headers';
import type { Texts } from './create-texts';
import type { Locale } from './locales';
import { matchLocale } from './match-locale';
import { textsIn } from './messages-for';

/** Returns the language of the request that is being answered. */
export const getLocale = async (): Promise<Locale> => matchLocale(await headers());

/** Returns the texts in the language of the request that is being answered. */
export const getTexts = async (): Promise<Texts> => textsIn(await getLocale());
