import type { Field, TextControl } from './kind';
import { freeText } from './rules/free-text';
import { textCodec, type TextOptions } from './rules/text-rule';

interface OwnOptions {
  /** graphemes */
  max?: number;
  /** whether a counter shows how many are left */
  counter?: boolean;
}

/** Returns a field of one line of text, trimmed and in Unicode NFC, of at most `max` graphemes. */
export function text({
  initial = '',
  max = 100,
  counter = false,
  ...options
}: TextOptions & OwnOptions): Field<string> {
  const { placeholder, autoComplete, autoCapitalize, ...others } = options;
  const control: TextControl = { kind: 'text', max, placeholder, autoComplete, autoCapitalize };
  return {
    ...others,
    initial,
    control: counter ? { ...control, counted: max } : control,
    codec: textCodec(freeText(others.label, { required: others.required, max })),
  };
}
