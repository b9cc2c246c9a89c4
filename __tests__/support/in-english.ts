import { messagesFor, textsIn } from '@/lib/texts/messages-for';
import { isText } from '@/lib/texts/text';

export const english = textsIn('en');

/** What a provider of English texts takes. */
export const englishTexts = { locale: 'en', messages: messagesFor('en') } as const;

/** Returns a value with every message in it as its English text: what a person reads of an answer. */
export function inEnglish<Value>(value: Value): Value extends object ? Record<string, unknown> : Value;
export function inEnglish(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isText(value)) return english.say(value);
  if (Array.isArray(value)) return value.map((one: unknown) => inEnglish(one));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inEnglish(one)]));
}
