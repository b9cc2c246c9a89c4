import type { ArgsOf, MessageKey } from './catalogue';
import type { Message, Text } from './text-type';

export type { Arg, Message, Text } from './text-type';

/** Returns a message of the catalogue with its arguments. */
export const message = <Key extends MessageKey>(key: Key, ...[args]: ArgsOf<Key>): Message =>
  args === undefined ? { key } : { key, args };

/** Returns a text of an entry, which languages can translate under a key and show as it is until they do. */
export const translatable = (key: string, or: string): Message => ({ key, or });

export const isText = (value: unknown): value is Text => typeof value === 'string' || isMessage(value);

const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string';

/** Returns what names a text in an error: people are not shown it. */
export const nameOf = (text: Text): string => (typeof text === 'string' ? text : text.key);

/** Returns a text as one string, for what holds nothing else: an issue of a schema, or a key that Clerk merges. */
export const encodeText = (text: Text): string => (typeof text === 'string' ? text : JSON.stringify(text));

/** Returns the text in such a string; one that holds none, such as the words of an entry's own rule, is one. */
export function decodeText(kept: string): Text {
  if (!kept.startsWith('{')) return kept;
  try {
    const held: unknown = JSON.parse(kept);
    return isMessage(held) ? held : kept;
  } catch {
    return kept; // somebody's own words
  }
}
