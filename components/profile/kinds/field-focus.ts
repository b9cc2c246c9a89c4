import { fieldNames, fieldOf, type FieldName } from '@/lib/profile/model/values';
import { kindOf } from './kinds';

/** Returns what gets the focus where a person is led to a field, of the field's element. */
export function focusableIn(field: Element): HTMLElement | null {
  const name = fieldNames.find((one) => one === field.getAttribute('data-field'));
  return name ? kindOf(fieldOf(name).control).focusable(field) : null;
}

/** Moves the focus to a field's control. */
export function focusField(form: HTMLFormElement | null, name: FieldName): void {
  const field = form?.querySelector(`[data-field="${name}"]`);
  if (field) focusableIn(field)?.focus();
}
