import { message, type Message } from '@/lib/texts/text';
import { graphemes } from '../../graphemes';
import { textRule } from './text-rule';

/** Control characters, and the marks that override the direction of text: they make one name look like another. */
const UNSAFE = String.raw`[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFFF9-\uFFFB\p{Cs}]`;
const unsafe = new RegExp(UNSAFE, 'u');
/** In lines of text a tab has its place, and so have the marks by which Arabic and Hebrew order what is beside them. */
const unsafeInLines = new RegExp(String.raw`(?![\n\t\u061C\u200E\u200F])${UNSAFE}`, 'u');

/** Something a reader can see: a letter, digit, punctuation or symbol that is not blank by design. */
const visible = /(?![\u115F\u1160\u2800\u3164\uFFA0\uFFFC])[\p{L}\p{N}\p{P}\p{S}]/u;

/** UTF-16 units that a text can have for each of its characters: a couple of two skin tones has 15. */
const MOST_UNITS = 16;

interface FreeText {
  required?: boolean;
  /** graphemes: characters as a reader counts them */
  max: number;
  /** whether it can have several lines */
  lines?: boolean;
}

/** Returns the rule of a text that can say anything: visible, within its length, free of characters that deceive. */
export const freeText = (label: string, { required, max, lines = false }: FreeText) =>
  textRule(label, {
    required,
    canonical: lines ? canonicalLines : (text) => text.normalize('NFC').trim(),
    complaintOf: (text) =>
      (lines ? unsafeInLines : unsafe).test(text)
        ? message('rule.hidden', { label })
        : !visible.test(text)
          ? message('rule.invisible', { label })
          : lengthComplaint(label, text, max),
  });

/** Returns a text in Unicode NFC with LF between its lines, no blank ones around it, no space at the end of one. */
const canonicalLines = (text: string): string =>
  text
    .normalize('NFC')
    .split(/\r\n?|[\n\u0085\u2028\u2029]/)
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+/, '')
    .trimEnd();

function lengthComplaint(label: string, text: string, max: number): Message | undefined {
  if (text.length <= max) return undefined; // no character is shorter than one unit
  const most = max * MOST_UNITS;
  if (graphemes(text.slice(0, most + 1)).length > max) return message('rule.tooLong', { label, max });
  return text.length > most ? message('rule.tooManySigns', { label }) : undefined;
}
