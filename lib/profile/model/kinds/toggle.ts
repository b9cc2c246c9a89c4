import * as z from 'zod/mini';
import { message, encodeText } from '@/lib/texts/text';
import type { Field, FieldOptions } from './kind';

/** Returns a field that is on or off: a boolean. Its control holds "on" or "". */
export function toggle({ initial = false, ...options }: FieldOptions & { initial?: boolean }): Field<boolean> {
  const decoded: Record<string, unknown> = { on: true, '': false };
  return {
    ...options,
    control: { kind: 'toggle' },
    initial,
    codec: z.codec(z.string(), z.boolean(encodeText(message('rule.toggle', { label: options.label }))), {
      decode: (text) => (decoded[text] ?? text) as boolean, // anything else is refused by the rule
      encode: (on) => (on ? 'on' : ''),
    }),
  };
}
