import * as z from 'zod/mini';
import { personName as rule } from '../person-name';
import type { Field, FieldOptions } from './kind';

export const personName = ({
  required = false,
  max,
  autoComplete = 'off',
  ...options
}: FieldOptions & { required?: boolean; max: number; autoComplete?: string }): Field<string> => ({
  ...options,
  control: { kind: 'text', autoComplete },
  initial: '',
  codec: z.codec(z.string(), rule(options.label, { min: required ? 1 : 0, max }), {
    decode: (text) => text,
    encode: (text) => text,
  }),
});
