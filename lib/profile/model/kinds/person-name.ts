import type { Field } from './kind';
import type { TextOptions } from './rules/text-rule';
import { text } from './text';

/** Returns a field of one part of a person's name: a text that a phone writes with capitals. */
export const personName = (options: TextOptions & { /** graphemes */ max?: number }): Field<string> =>
  text({ max: 64, autoCapitalize: 'words', ...options });
