import * as z from 'zod/mini';
import { decodeText, type Text } from '@/lib/texts/text';
import { canonical, isSameValue, type Value } from '../value';
import type { Field } from './kind';

/** What a field's rule makes of the text in its control. */
export type ParsedText = { ok: true; value: Value } | { ok: false; message: Text };

const ruleOf = ({ codec }: Field): z.ZodMiniType<Value, Value> => codec.def.out;

/** Returns the value that a control's text stands for, or the message of the rule that it breaks. */
export function parseText(field: Field, text: string): ParsedText {
  const { success, data, error } = z.safeDecode(field.codec, text);
  return success ? { ok: true, value: data } : { ok: false, message: decodeText(error.issues[0]?.message ?? '') };
}

/** Returns what a control's text would be stored as; one that breaks the rule stays a text. */
export function storedOf(field: Field, text: string): Value {
  const parsed = parseText(field, text);
  return parsed.ok ? parsed.value : text;
}

/** Returns true if a stored value follows the field's rule, in whatever form it is written. */
export const isByRule = (field: Field, value: Value): boolean => ruleOf(field).safeParse(value).success;

/** Returns the message for a stored value that breaks the field's rule, or undefined. */
export function complaintAbout(field: Field, value: Value): Text | undefined {
  const issue = ruleOf(field).safeParse(value).error?.issues[0];
  return issue && decodeText(issue.message);
}

/**
 * Returns a value as the field's control holds it. One that breaks the rule is itself, where the kind stores texts, or
 * its JSON: never a text that the control would take for a valid value, but where every text is one.
 */
export function textOf(field: Field, value: Value): string {
  const encoded = z.safeEncode(field.codec, value);
  if (encoded.success) return encoded.data;
  if (isNotSet(value) && isSameValue(value, field.initial)) return '';
  const json = JSON.stringify(value);
  const forms = isText(value) && isText(field.initial) ? [value, json] : [json, JSON.stringify(json)];
  return forms.find((form) => !parseText(field, form).ok) ?? forms[0] ?? json;
}

/** Returns true for what a person left empty. */
export const isNotSet = (value: Value): boolean =>
  value === '' || value === null || (Array.isArray(value) && value.length === 0);

const isText = (value: Value): value is string => typeof value === 'string';

/**
 * Returns a value as Clerk or the mirror holds it, in the form in which values are compared. What breaks the rule is
 * kept: a rule may have become stricter, and others may write what this version of the app does not know.
 */
export function readStored(field: Field, stored: unknown): Value {
  if (stored === undefined || stored === null || (stored === '' && field.initial === null)) return field.initial;
  const parsed = ruleOf(field).safeParse(stored);
  return parsed.success ? parsed.data : canonical(stored as Value);
}
