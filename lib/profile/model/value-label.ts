import { palette } from './palette';
import { fieldOf, type FieldName } from './values';

/** Returns a value as the field's control names it. */
export function valueLabel(name: FieldName, value: string): string {
  if (fieldOf(name).control.kind === 'palette' && Object.hasOwn(palette, value))
    return palette[value as keyof typeof palette].label;
  return value;
}
