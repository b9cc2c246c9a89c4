import { changedChoices } from './form-names';
import type { Control } from './kinds/kind';
import { fieldOf, type FieldName } from './values';

/** Controls of which a browser posts nothing where nothing is chosen. */
const POSTED_IF_CHOSEN: readonly Control['kind'][] = ['toggle', 'choices'];

/**
 * Returns the text of a field's control in what a browser posts, `posted` being all entries under its name; undefined
 * if the field was not in the form. `isShown`: the form had the field. `chosen` is what the form posts as
 * `formNames.chosen`: the value as it is then comes first, and counts unless other choices follow it than those.
 */
export function postedText(
  name: FieldName,
  posted: readonly unknown[],
  { isShown, chosen }: { isShown: boolean; chosen: unknown },
): string | undefined {
  const texts = posted.filter((text): text is string => typeof text === 'string');
  const { kind } = fieldOf(name).control;
  if (texts.length === 0) return isShown && POSTED_IF_CHOSEN.includes(kind) ? '' : undefined;
  if (kind !== 'choices') return texts.at(-1);
  return typeof chosen === 'string' ? changedChoices(texts, chosen) : texts.join('\n');
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
