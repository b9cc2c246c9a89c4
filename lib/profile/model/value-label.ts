import type { Texts } from '@/lib/texts/create-texts';
import { dayLabel, nameOfCode, numberLabel } from '@/lib/texts/intl';
import { translatable } from '@/lib/texts/text';
import { palette, type ColorName } from './colors/palette';
import { controlIn } from './field-texts';
import type { Control, Option } from './kinds/kind';
import { isDay } from './kinds/rules/is-day';
import { isNotSet } from './kinds/text-of';
import type { Value } from './value';
import { fieldOf, type FieldName } from './values';

/** Returns a value as the field's control names it; "" if it is not set and the control has no name for that. */
export function valueLabel(texts: Texts, name: FieldName, value: Value): string {
  const control = controlIn(texts.say, name, fieldOf(name).control);
  return isNotSet(value) ? (noneOf(control) ?? '') : labelIn(texts, control, value);
}

const noneOf = (control: Control): string | undefined => ('none' in control ? control.none : undefined);

/** Returns a value as people read it, whether it follows its rule or not. `control` is in their language already. */
export function labelIn(texts: Texts, control: Control, value: Value): string {
  if (isNotSet(value)) return noneOf(control) ?? texts.t('field.notSet');
  const label = (labels[control.kind] as Label<Control>)(control, value, texts);
  return label ?? (typeof value === 'string' ? value : JSON.stringify(value));
}

/** Returns what a colour of the palette is called. */
export const colorLabel = ({ say }: Texts, color: ColorName): string =>
  say(translatable(`colors.${color}`, palette[color].label));

/** A label of one kind of value; undefined for what is no value of that kind. */
type Label<Of extends Control> = (control: Of, value: Value, texts: Texts) => string | undefined;

const asText = (_control: Control, value: Value): string | undefined => (typeof value === 'string' ? value : undefined);

const labelOfOption = (options: readonly Option[], value: Value): string | undefined =>
  options.find((option) => option.value === value)?.label;

/** The compiler asks for a new kind's here. */
const labels: { [Kind in Control['kind']]: Label<Extract<Control, { kind: Kind }>> } = {
  text: asText,
  multiline: asText,
  number: ({ unit }, value, { locale }) =>
    typeof value === 'number' ? [numberLabel(value, locale), unit].filter(Boolean).join(' ') : undefined,
  toggle: (_control, value, { t }) => (value === true ? t('field.on') : value === false ? t('field.off') : undefined),
  date: (_control, value, { locale }) => (isDay(value) ? dayLabel(value, locale) : undefined),
  choice: ({ options }, value) => labelOfOption(options, value),
  choices: ({ options }, value) =>
    Array.isArray(value) && value.every((one) => typeof one === 'string')
      ? value.map((one) => labelOfOption(options, one) ?? one).join(', ')
      : undefined,
  color: (_control, value, texts) =>
    typeof value === 'string' && Object.hasOwn(palette, value) ? colorLabel(texts, value as ColorName) : undefined,
  search: ({ list }, value, { locale }) => {
    if (typeof value !== 'string') return undefined;
    return list === 'timeZone' ? value : nameOfCode(list === 'country' ? 'region' : 'language', value, locale);
  },
};
