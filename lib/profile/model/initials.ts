import { graphemes } from './graphemes';
import type { Values } from './values';

/** Not by the language of the browser: it has to draw what the server drew. */
const firstGrapheme = (text: string): string => graphemes(text.trim())[0]?.toUpperCase() ?? '';

/** One or two initials, or "" where no name is known: an avatar then shows a figure and never an invented letter. */
export const initials = ({ firstName, lastName }: Pick<Values, 'firstName' | 'lastName'>): string =>
  firstGrapheme(firstName) + firstGrapheme(lastName);

/** The name as it is addressed, or "" where none is known. */
export const displayName = ({ firstName, lastName }: Pick<Values, 'firstName' | 'lastName'>): string =>
  [firstName, lastName]
    .map((part) => part.trim())
    .filter(Boolean)
    .join(' ');
