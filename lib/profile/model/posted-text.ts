import type { Control } from './kinds/kind';
import { fieldOf, type FieldName } from './values';

/** Controls of which a browser posts nothing where nothing is chosen. */
const POSTED_IF_CHOSEN: readonly Control['kind'][] = ['toggle', 'choices'];

/**
 * Returns the text of a field's control in what a browser posts, `posted` being all entries under its name; undefined
 * if the field was not in the form. `isShown`: the form had the field.
 */
export function postedText(name: FieldName, posted: readonly unknown[], isShown: boolean): string | undefined {
  const texts = posted.filter((text): text is string => typeof text === 'string');
  const { kind } = fieldOf(name).control;
  if (texts.length === 0) return isShown && POSTED_IF_CHOSEN.includes(kind) ? '' : undefined;
  // what was there and breaks the rule is posted first, and counts unless something was chosen
  return kind === 'choices' ? texts.slice(texts.length > 1 ? firstChosen(texts, name) : 0).join('\n') : texts.at(-1);
}

function firstChosen(texts: readonly string[], name: FieldName): number {
  const { control } = fieldOf(name);
  const isOption = control.kind === 'choices' && control.options.some(({ value }) => value === texts[0]);
  return isOption ? 0 : 1;
}

/**
 * Returns true if two texts of a control are the same one: a single-line input leaves line breaks out, and a post makes
 * CRLF of those of all others.
 */
export function isSameText(name: FieldName, a: string, b: string): boolean {
  const { kind } = fieldOf(name).control;
  const hasLines = kind === 'multiline' || kind === 'choices';
  const read = (text: string) => (hasLines ? text.replace(/\r\n?/g, '\n') : text.replace(/[\r\n]/g, ''));
  return read(a) === read(b);
}
