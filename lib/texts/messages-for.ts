import compile from 'icu-minify/compile';
import { ar } from '@/messages/ar';
import { de } from '@/messages/de';
import { en } from '@/messages/en';
import type { Translation } from '@/messages/translation';
import { createTexts, type CompiledMessages, type Texts } from './create-texts';
import type { Locale } from './locales';

/** All languages. Only for servers and tests: a page is sent what it shows, compiled. */
export const catalogues: Record<Locale, Translation> = { en, de, ar };

/** A part of the catalogue, which a page needs or not. */
export type Group = keyof Translation;

const compiled = new Map<string, CompiledMessages>();

/** Returns the compiled messages of these groups, by default of all, in a language. */
export function messagesFor(locale: Locale, groups?: readonly Group[]): CompiledMessages {
  const of = groups ?? (Object.keys(catalogues[locale]) as Group[]);
  const name = [locale, ...of].join(' ');
  const known = compiled.get(name);
  if (known) return known;
  const entries = of.flatMap((group) => flat(group, catalogues[locale][group] ?? {}));
  // as plain JSON: what a server component hands on must have no other objects
  const made = JSON.parse(
    JSON.stringify(Object.fromEntries(entries.map(([key, text]) => [key, compile(text)]))),
  ) as CompiledMessages;
  compiled.set(name, made);
  return made;
}

/** Returns the texts of a language, with all of its messages. */
export const textsIn = (locale: Locale): Texts => createTexts(locale, messagesFor(locale));

/** Returns the messages in a group under their keys with dots. */
export const flat = (prefix: string, messages: object): [key: string, text: string][] =>
  Object.entries(messages).flatMap(([key, inner]: [string, string | object]) =>
    typeof inner === 'string' ? [[`${prefix}.${key}`, inner]] : flat(`${prefix}.${key}`, inner),
  );
