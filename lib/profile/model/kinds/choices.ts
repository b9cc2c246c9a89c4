import * as z from 'zod/mini';
import { message, encodeText, type Message } from '@/lib/texts/text';
import type { Field, FieldOptions } from './kind';
import { optionsOf, type OptionList } from './rules/options';

interface OwnOptions {
  options: OptionList;
  /** how many can be chosen */
  max?: number;
  initial?: string[];
}

/** Returns a field of several values: each once, in the order of the options. */
export function choices({ options: list, max, initial = [], ...others }: FieldOptions & OwnOptions) {
  const { label, required } = others;
  const options = optionsOf(label, list);
  const values = options.map(({ value }) => value);
  const unreadable = encodeText(message('rule.choices', { label }));
  const rule = z.array(z.string(unreadable), unreadable).check(
    z.overwrite((chosen) => [...values.filter((value) => chosen.includes(value)), ...unknownIn(chosen)]),
    ({ value: chosen, issues }) => {
      const complaint = complaintOf(chosen);
      if (complaint) issues.push({ code: 'custom', message: encodeText(complaint), input: chosen });
    },
  );
  return {
    ...others,
    initial,
    control: { kind: 'choices', options, max },
    codec: z.codec(z.string(), rule, {
      decode: (text) => (text === '' ? [] : text.split(/\r?\n/)),
      encode: (chosen) => chosen.join('\n'),
    }),
  } satisfies Field<string[]>;

  function unknownIn(chosen: string[]): string[] {
    return chosen.filter((value) => !values.includes(value));
  }

  function complaintOf(chosen: string[]): Message | undefined {
    if (required && chosen.length === 0) return message('rule.emptyChoices', { label });
    const [unknown] = unknownIn(chosen);
    if (unknown !== undefined) return message('rule.choicesUnknown', { label, value: unknown });
    return max !== undefined && chosen.length > max ? message('rule.choicesMost', { label, max }) : undefined;
  }
}
