import type { Control, Option } from './kinds/kind';
import { codeLists } from './kinds/rules/code-lists';
import { dateLabel, numberLabel } from './kinds/rules/intl';
import { isDay } from './kinds/rules/is-day';
import { isNotSet } from './kinds/text-of';
import { palette } from './colors/palette';
import type { Value } from './value';
import { fieldOf, type FieldName } from './values';

/** Returns a value as the field's control names it; "" if it is not set and the control has no name for that. */
export function valueLabel(name: FieldName, value: Value): string {
  const { control } = fieldOf(name);
  return isNotSet(value) ? (noneOf(control) ?? '') : labelOf(control, value);
}

const noneOf = (control: Control): string | undefined => ('none' in control ? control.none : undefined);

/** Returns a value as people read it, whether it follows its rule or not. */
export function labelOf(control: Control, value: Value): string {
  if (isNotSet(value)) return noneOf(control) ?? 'Not set';
  const label = (labels[control.kind] as Label<Control>)(control, value);
  return label ?? (typeof value === 'string' ? value : JSON.stringify(value));
}

/** A label of one kind of value; undefined for what is no value of that kind. */
type Label<Of extends Control> = (control: Of, value: Value) => string | undefined;

const asText = (_control: Control, value: Value): string | undefined => (typeof value === 'string' ? value : undefined);

const labelOfOption = (options: readonly Option[], value: Value): string | undefined =>
  options.find((option) => option.value === value)?.label;

/** The compiler asks for a new kind's here. */
const labels: { [Kind in Control['kind']]: Label<Extract<Control, { kind: Kind }>> } = {
  text: asText,
  multiline: asText,
  number: ({ unit }, value) =>
    typeof value === 'number' ? [numberLabel(value), unit].filter(Boolean).join(' ') : undefined,
  toggle: (_control, value) => (value === true ? 'On' : value === false ? 'Off' : undefined),
  date: (_control, value) => (isDay(value) ? dateLabel(value) : undefined),
  choice: ({ options }, value) => labelOfOption(options, value),
  choices: ({ options }, value) =>
    Array.isArray(value) && value.every((one) => typeof one === 'string')
      ? value.map((one) => labelOfOption(options, one) ?? one).join(', ')
      : undefined,
  color: (_control, value) =>
    typeof value === 'string' && Object.hasOwn(palette, value)
      ? palette[value as keyof typeof palette].label
      : undefined,
  search: ({ list }, value) =>
    typeof value !== 'string' ? undefined : list === 'timeZone' ? value : codeLists[list].nameOf(value) || undefined,
};
