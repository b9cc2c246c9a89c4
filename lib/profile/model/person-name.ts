import { freeText } from './kinds/rules/free-text';

/**
 * Returns the rule of one part of a person's name; its output is what is stored. Trimmed, in Unicode NFC, `min` to
 * `max` graphemes, visible, and free of characters that deceive.
 */
export const personName = (label: string, { min, max }: { min: 0 | 1; max: number }) =>
  freeText(label, { required: min === 1, max });
