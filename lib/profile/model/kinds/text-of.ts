import * as z from 'zod/mini';
import { canonical, type Value } from '../value';
import type { Field } from './kind';

/** Returns what a field's control shows of a value. One that breaks the rule is shown as it is, never as another. */
export function textOf(field: Field, value: Value): string {
  const encoded = z.safeEncode(field.codec, value);
  if (encoded.success) return encoded.data;
  return typeof value === 'string' && typeof field.initial === 'string' ? value : JSON.stringify(value);
}

/** Returns what would be stored of a control's text, or the message for a person. */
export function parseText(field: Field, text: string): { ok: true; value: Value } | { ok: false; message: string } {
  const decoded = z.safeDecode(field.codec, text);
  return decoded.success
    ? { ok: true, value: decoded.data }
    : { ok: false, message: decoded.error.issues[0]?.message ?? '' };
}

/** Returns what would be stored of a control's text; a text that breaks the rule stays as it is. */
export function storedOf(field: Field, text: string): Value {
  const parsed = parseText(field, text);
  return parsed.ok ? parsed.value : text;
}

/** Returns true if a value follows the field's rule. */
export const isByRule = (field: Field, value: Value): boolean => z.safeEncode(field.codec, value).success;

/**
 * Returns a value as Clerk or the mirror holds it, in its canonical form. One that breaks today's rule is kept, since
 * it is what the person has: a rule may have become stricter, Clerk's dashboard allows more, and another version of the
 * app may know choices that this one does not. Where nothing is held it is the field's initial value.
 */
export function readStored({ codec, initial }: Field, stored: unknown): Value {
  if (stored === undefined || stored === null || (stored === '' && initial === null)) return initial;
  const parsed = z.safeParse(codec.def.out, stored);
  return parsed.success ? parsed.data : canonical(stored as Value);
}
