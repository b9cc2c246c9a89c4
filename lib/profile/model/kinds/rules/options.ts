import type { Option } from '../kind';

/** Options as an entry lists them: a value alone is its own label. */
export type OptionList = readonly (string | Option)[];

/**
 * Returns options with their labels.
 * @throws where a value is empty, has a line break, or is there twice: a control could not tell it from others.
 */
export function optionsOf(label: string, list: OptionList): Option[] {
  const options = list.map((option) => (typeof option === 'string' ? { value: option, label: option } : option));
  const values = options.map(({ value }) => value);
  const unfit = values.find((value, at) => value === '' || /[\r\n]/.test(value) || values.indexOf(value) !== at);
  if (unfit !== undefined)
    throw new Error(`${label}: ${JSON.stringify(unfit)} cannot be an option: it is empty, or has lines, or is twice.`);
  return options;
}
