import { useEffectEvent, useLayoutEffect, type RefObject } from 'react';
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
 * Takes over what was typed or chosen in a field before the page's script ran, where React has drawn the page anew
 * (`useEarlyField`), and the focus with the caret. `root` is what has `data-field`.
 */
export function useEarlyText(
  root: RefObject<Element | null>,
  { name, value, onChange, read = ([first]) => first }: EarlyTextOptions,
): void {
  const early = useEarlyField(name);
  const take = useEffectEvent(() => {
    if (!early || !root.current || early.element === root.current) return; // the form reads what is in it
    const before = controlsOf(early.element, name);
    const text = read(before.filter(isPosted).map((control) => control.value));
    if (text !== undefined && text !== asPosted(before, value)) onChange(text);
    const at = before.findIndex((control) => control === early.focused);
    if (at >= 0) continueIn(controlsOf(root.current, name)[at], before[at]);
  });
  useLayoutEffect(() => take(), []);
}

const controlsOf = (field: Element, name: string): FormControl[] => [
  ...field.querySelectorAll<FormControl>(`[name="${name}"]`),
];

const isPosted = (control: FormControl): boolean =>
  !(control instanceof HTMLInputElement) || !['radio', 'checkbox'].includes(control.type) || control.checked;

/** A single-line input leaves line breaks out. */
const asPosted = (controls: FormControl[], value: string): string =>
  controls.some((control) => control instanceof HTMLInputElement && control.type === 'text')
    ? value.replace(/[\r\n]/g, '')
    : value;

/** Moves the focus to `control`, and the caret to where it was in the one that it replaces. */
function continueIn(control: FormControl | undefined, before: FormControl | undefined) {
  control?.focus();
  if (!before || before instanceof HTMLSelectElement || !control || control instanceof HTMLSelectElement) return;
  const { selectionStart, selectionEnd } = before;
  if (selectionStart === null) return; // not one that holds text
  // once what was typed is in it: a new value moves the caret
  void Promise.resolve().then(() => control.setSelectionRange(selectionStart, selectionEnd));
}
