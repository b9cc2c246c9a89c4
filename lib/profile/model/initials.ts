import { graphemes } from './graphemes';
import type { Values } from './values';

/** Not by the browser's language: it has to draw what the server drew. */
const firstGrapheme = (text: string): string => graphemes(text.trim())[0]?.toUpperCase() ?? '';

/** Returns one or two initials, or "" if no name is known: an avatar then shows a figure, never an invented letter. */
export const initials = ({ firstName, lastName }: Pick<Values, 'firstName' | 'lastName'>): string =>
  firstGrapheme(firstName) + firstGrapheme(lastName);

/** Returns the full name, or "" if none is known. */
export const displayName = ({ firstName, lastName }: Pick<Values, 'firstName' | 'lastName'>): string =>
  [firstName, lastName]
    .map((part) => part.trim())
    .filter(Boolean)
    .join(' ');
