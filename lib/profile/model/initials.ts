import { graphemes } from './graphemes';
import type { Value } from './value';
import type { Values } from './values';

/** Returns a value if it is text, else "". */
const textIn = (value: Value): string => (typeof value === 'string' ? value : '');

/** Not by the browser's language: it has to draw what the server drew. */
const firstGrapheme = (text: string): string => graphemes(text.trim())[0]?.toUpperCase() ?? '';

/** Returns one or two initials, or "" if no name is known: an avatar then shows a figure, never an invented letter. */
export const initials = ({ firstName, lastName }: Pick<Values, 'firstName' | 'lastName'>): string =>
  firstGrapheme(textIn(firstName)) + firstGrapheme(textIn(lastName));

/** Returns the full name, or "" if none is known. */
export const displayName = ({ firstName, lastName }: Pick<Values, 'firstName' | 'lastName'>): string =>
  [firstName, lastName]
    .map((part) => textIn(part).trim())
    .filter(Boolean)
    .join(' ');
