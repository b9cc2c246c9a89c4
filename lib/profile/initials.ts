import type { Values } from './values';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

const firstGrapheme = (text: string): string => {
  for (const { segment } of segmenter.segment(text.trim())) return segment.toLocaleUpperCase();
  return '';
};

/** One or two initials, or "" where no name is known: an avatar then shows a figure and never an invented letter. */
export const initials = ({ firstName, lastName }: Pick<Values, 'firstName' | 'lastName'>): string =>
  firstGrapheme(firstName) + firstGrapheme(lastName);

/** The name as it is addressed, or "" where none is known. */
export const displayName = ({ firstName, lastName }: Pick<Values, 'firstName' | 'lastName'>): string =>
  [firstName, lastName].map((part) => part.trim()).filter(Boolean).join(' ');
