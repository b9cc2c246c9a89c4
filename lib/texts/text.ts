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

/** Returns a text as one string, for a place that keeps nothing else. */
export const toKept = (text: Text): string => (typeof text === 'string' ? text : JSON.stringify(text));

/** Returns the text that was kept so; a string that holds none is one. */
export function fromKept(kept: string): Text {
  if (!kept.startsWith('{')) return kept;
  try {
    const held: unknown = JSON.parse(kept);
    return isMessage(held) ? held : kept;
  } catch {
    return kept; // Clerk's own words
  }
}

const MARK = '\u0000';

/** Returns a message as the text of an issue, since a schema's issues hold nothing else. */
export const toIssue = (text: Text): string => (typeof text === 'string' ? text : MARK + JSON.stringify(text));

/** Returns what an issue of a schema says: a message, or the text of a rule that an entry has of its own. */
export const fromIssue = (issue: string): Text =>
  issue.startsWith(MARK) ? (JSON.parse(issue.slice(MARK.length)) as Message) : issue;
