import { palette } from './palette';
import type { Value } from './value';
import { fieldOf, toText, type FieldName } from './values';

/** Returns a value as the field's control names it. */
export function valueLabel(name: FieldName, value: Value): string {
  if (fieldOf(name).control.kind === 'color' && typeof value === 'string' && Object.hasOwn(palette, value))
    return palette[value as keyof typeof palette].label;
  return toText(name, value);
}
