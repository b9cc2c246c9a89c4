import * as z from 'zod/mini';
import { colorNames, type ColorName } from '../palette';
import type { Field, FieldOptions } from './kind';

export const color = ({ initial = '', ...options }: FieldOptions & { initial?: string }): Field<string> => ({
  ...options,
  control: { kind: 'color', custom: false },
  initial,
  codec: z.codec(z.string(), z.enum(colorNames, 'Choose one of the colours shown.'), {
    decode: (text) => text as ColorName,
    encode: (name) => name,
  }),
});
