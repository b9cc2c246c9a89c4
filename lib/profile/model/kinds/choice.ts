import { message } from '@/lib/texts/text';
import type { Field, FieldOptions } from './kind';
import { optionsOf, type OptionList } from './rules/options';
import { textCodec, textRule } from './rules/text-rule';

interface OwnOptions {
  options: OptionList;
  /** what no choice is called; without it one must be chosen */
  none?: string;
  initial?: string;
}

/** Returns a field of one of several values, or "" where `none` names that. */
export function choice({ options: list, none, initial = '', ...others }: Omit<FieldOptions, 'required'> & OwnOptions) {
  const { label } = others;
  const options = optionsOf(label, list);
  const required = none === undefined;
  const rule = textRule(label, {
    required,
    empty: message('rule.emptyChoice', { label }),
    canonical: (text) => text,
    complaintOf: (text) =>
      options.some(({ value }) => value === text) ? undefined : message('rule.choice', { label }),
  });
  return {
    ...others,
    required,
    initial,
    control: { kind: 'choice', options, none },
    codec: textCodec(rule),
  } satisfies Field<string>;
}
