import * as z from 'zod/mini';
import { graphemes } from './graphemes';

/** Control characters, and the marks that override the direction of text: they make one name look like another. */
const unsafe = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB\p{Cs}]/u;

/** Something a reader can see: a letter, digit, punctuation or symbol that is not blank by design. */
const visible = /(?![\u115F\u1160\u2800\u3164\uFFA0\uFFFC])[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Returns the schema of one part of a person's name; its output is what is stored. Trimmed, in Unicode NFC, `min` to
 * `max` graphemes, visible, and free of characters that deceive.
 */
export function personName(label: string, { min, max }: { min: 0 | 1; max: number }): z.ZodMiniString<string> {
  return z
    .string(`${label} must be text.`)
    .check(
      z.maxLength(max * 40, { error: `${label} can have at most ${max} characters.`, abort: true }),
      z.normalize('NFC'),
      z.trim(),
      ({ value, issues }) => {
        const message = messageFor(value);
        if (message) issues.push({ code: 'custom', message, input: value });
      },
    );

  function messageFor(text: string): string | undefined {
    if (text === '') return min === 0 ? undefined : `${label} can’t be empty. Enter at least one character.`;
    if (unsafe.test(text)) return `${label} has a hidden control character. Type it again without pasting.`;
    if (!visible.test(text)) return `${label} has only invisible characters. Enter at least one visible one.`;
    if (text.length > max && graphemes(text).length > max) return `${label} can have at most ${max} characters.`;
    return undefined;
  }
}
