import * as z from 'zod/mini';
import type { Field, FieldOptions, TextControl } from '../kind';

/** What every entry of one line of text can say, beside its label and its place. */
export type TextOptions = FieldOptions &
  Pick<TextControl, 'placeholder' | 'autoComplete' | 'autoCapitalize'> & {
    /** "" by default: not set */
    initial?: string;
  };

interface Rule {
  required?: boolean;
  /** what to enter where a required text is empty; by default at least one character */
  enter?: string;
  /** puts a text into the form that is stored; applied twice, it changes nothing more */
  canonical: (text: string) => string;
  /** what is wrong with a canonical text, which is not empty */
  complaintOf: (text: string) => string | undefined;
}

/** Returns the rule of a text: first it is put into its canonical form, then that is checked. */
export const textRule = (label: string, { required, enter, canonical, complaintOf }: Rule) =>
  z.string(`${label} must be text.`).check(z.overwrite(canonical), ({ value, issues }) => {
    const message =
      value !== ''
        ? complaintOf(value)
        : required && `${label} can’t be empty. Enter ${enter ?? 'at least one character'}.`;
    if (message) issues.push({ code: 'custom', message, input: value });
  });

/** Returns the codec of a field whose control shows what is stored. */
export const textCodec = (rule: z.ZodMiniType<string, string>): Field<string>['codec'] =>
  z.codec(z.string(), rule, { decode: (text) => text, encode: (text) => text });
