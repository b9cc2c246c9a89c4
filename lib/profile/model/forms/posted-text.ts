import type { Control } from '../kinds/kind';

/** Whether line breaks are part of what a control of this kind holds; other controls leave them out. */
const holdsLines = ({ kind }: Control): boolean => kind === 'multiline' || kind === 'choices';

/**
 * Returns the text of a field out of the entries that a browser posts under its name; undefined if it was not posted.
 * A toggle that is off and choices of which none is chosen post nothing. Where a toggle holds something else, that is
 * posted first and what was chosen instead comes after it.
 */
export function postedText(control: Control, entries: readonly string[]): string | undefined {
  if (control.kind === 'choices') return toLf(entries.join('\n'));
  const text = entries.at(-1) ?? (control.kind === 'toggle' ? '' : undefined);
  return text !== undefined && control.kind === 'multiline' ? toLf(text) : text;
}

/** Returns the entries by which a browser posts the text of a field. */
export function entriesOf(control: Control, text: string): string[] {
  if (text === '' && (control.kind === 'choices' || control.kind === 'toggle')) return [];
  return control.kind === 'choices' ? text.split('\n') : [text];
}

/** Reports whether two texts of a field are the same to its control, which writes the ends of lines in its own way. */
export const isSameText = (control: Control, a: string, b: string): boolean =>
  holdsLines(control) ? toLf(a) === toLf(b) : onOneLine(a) === onOneLine(b);

const toLf = (text: string): string => text.replace(/\r\n?/g, '\n');

const onOneLine = (text: string): string => text.replace(/[\r\n]/g, '');
