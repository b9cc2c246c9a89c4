import type { Field, FieldOptions } from './kind';
import { freeText } from './rules/free-text';
import { textCodec } from './rules/text-rule';

interface OwnOptions {
  /** graphemes; a line break is one */
  max: number;
  placeholder?: string;
  initial?: string;
}

/** Returns a field of several lines of text, with LF between them, of at most `max` graphemes. */
export function multiline({ initial = '', max, placeholder, ...options }: FieldOptions & OwnOptions): Field<string> {
  return {
    ...options,
    initial,
    control: { kind: 'multiline', max, placeholder },
    codec: textCodec(freeText(options.label, { required: options.required, max, lines: true })),
  };
}
