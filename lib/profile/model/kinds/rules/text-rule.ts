import * as z from 'zod/mini';
import { message, encodeText, type Message } from '@/lib/texts/text';
import type { Field, FieldOptions, TextControl } from '../kind';

/** What every entry of one line of text can say, beside its label and its place. */
export type TextOptions = FieldOptions &
  Pick<TextControl, 'placeholder' | 'autoComplete' | 'autoCapitalize'> & {
    /** "" by default: not set */
    initial?: string;
  };

interface Rule {
  required?: boolean;
  /** what to say where a required text is empty; by default to enter at least one character */
  empty?: Message;
  /** puts a text into the form that is stored; applied twice, it changes nothing more */
  canonical: (text: string) => string;
  /** what is wrong with a canonical text, which is not empty */
  complaintOf: (text: string) => Message | undefined;
}

/** Returns the rule of a text: first it is put into its canonical form, then that is checked. */
export const textRule = (label: string, { required, empty, canonical, complaintOf }: Rule) =>
  z.string(encodeText(message('rule.text', { label }))).check(z.overwrite(canonical), ({ value, issues }) => {
    const complaint = value !== '' ? complaintOf(value) : required && (empty ?? message('rule.empty', { label }));
    if (complaint) issues.push({ code: 'custom', message: encodeText(complaint), input: value });
  });

/** Returns the codec of a field whose control shows what is stored. */
export const textCodec = (rule: z.ZodMiniType<string, string>): Field<string>['codec'] =>
  z.codec(z.string(), rule, { decode: (text) => text, encode: (text) => text });
