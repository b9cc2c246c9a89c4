import { useEffectEvent, useLayoutEffect, useState, type RefObject } from 'react';
import { useEarlyField } from './use-early-field';

interface EarlyTextOptions {
  name: string;
  value: string;
  onChange: (text: string) => void;
  /** the text of what a browser would post under the field's name; undefined if it posts nothing */
  read?: (entries: string[]) => string | undefined;
}

type FormControl = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * Takes over what was typed or chosen in a field before the page's script ran, and the focus with the caret, where
 * React has drawn the page anew (`useEarlyField`) or written over it: it does so with the text of a textarea. All else
 * the form reads itself. What is as the page's HTML has it nobody typed, whatever the script draws in its place: server
 * and browser can call a country by different names. `root` is what has `data-field`.
 */
export function useEarlyText(
  root: RefObject<Element | null>,
  { name, value, onChange, read = ([first]) => first }: EarlyTextOptions,
): void {
  const early = useEarlyField(name);
  const [drawn] = useState(() => early && stateOf(controlsOf(early.element, name), early.focused));
  const take = useEffectEvent(() => {
    if (!early || !drawn || !root.current) return;
    const now = controlsOf(root.current, name);
    const isKept = early.element === root.current;
    const held = isKept ? asPosted(now, read(entriesOf(now))) : asPosted(drawn.controls, value);
    const text = read(isKept ? drawn.entries : entriesOf(drawn.controls));
    const isLost = text !== undefined && text !== held && text !== read(drawn.inHtml);
    if (isLost) onChange(text);
    if (drawn.focused >= 0 && (isLost || !isKept)) continueIn(now[drawn.focused], isKept ? drawn : caretOf(drawn));
  });
  useLayoutEffect(() => take(), []);
}

/** What was in a field's controls when the script first drew it; the controls themselves are the page's. */
interface Drawn extends Caret {
  controls: FormControl[];
  entries: string[];
  /** the same as the page's HTML has it */
  inHtml: string[];
  /** which one had the focus, or -1 */
  focused: number;
}

interface Caret {
  /** null where a control holds no text */
  caret: readonly [start: number, end: number] | null;
}

function stateOf(controls: FormControl[], element: Element | null): Drawn {
  const focused = controls.findIndex((control) => control === element);
  const caret = caretOf({ controls, focused });
  return { controls, entries: entriesOf(controls), inHtml: entriesInHtml(controls), focused, ...caret };
}

function caretOf({ controls, focused }: Pick<Drawn, 'controls' | 'focused'>): Caret {
  const control = controls[focused];
  if (!control || control instanceof HTMLSelectElement) return { caret: null };
  const { selectionStart: start, selectionEnd: end } = control;
  return { caret: start === null ? null : [start, end ?? start] };
}

const controlsOf = (field: Element, name: string): FormControl[] => [
  ...field.querySelectorAll<FormControl>(`[name="${name}"]`),
];

/** Returns what a browser would post of controls. A date that is typed only in part is "" to it, and is left out. */
const entriesOf = (controls: FormControl[]): string[] =>
  controls.filter((control) => isPosted(control) && !control.validity.badInput).map(({ value }) => value);

/** Returns the same of controls in which nobody has done anything. */
const entriesInHtml = (controls: FormControl[]): string[] =>
  controls.flatMap((control) => {
    if (control instanceof HTMLSelectElement) return chosenInHtml(control);
    return !isTicked(control) || control.defaultChecked ? [control.defaultValue] : [];
  });

/** A list in which none is chosen shows its first option. */
function chosenInHtml({ options }: HTMLSelectElement): string[] {
  const chosen = [...options].find(({ defaultSelected }) => defaultSelected) ?? options[0];
  return chosen ? [chosen.value] : [];
}

const isTicked = (control: FormControl): control is HTMLInputElement =>
  control instanceof HTMLInputElement && ['radio', 'checkbox'].includes(control.type);

const isPosted = (control: FormControl): boolean => !isTicked(control) || control.checked;

/** A single-line input leaves line breaks out. */
const asPosted = (controls: FormControl[], text: string | undefined): string | undefined =>
  controls.some((control) => control instanceof HTMLInputElement && control.type === 'text')
    ? text?.replace(/[\r\n]/g, '')
    : text;

/** Moves the focus to `control`, and the caret to where it was before. */
function continueIn(control: FormControl | undefined, { caret }: Caret) {
  control?.focus();
  if (!caret || !control || control instanceof HTMLSelectElement) return;
  // once what was typed is in it: a new value moves the caret
  void Promise.resolve().then(() => control.setSelectionRange(...caret));
}
