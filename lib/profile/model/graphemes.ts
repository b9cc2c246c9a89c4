/**
 * What joins the character before it: marks, variation selectors, skin tones, tags, zero-width joiners, and the vowels
 * AM of Thai and Lao.
 */
const JOINS = String.raw`[\p{M}\p{Grapheme_Extend}\p{Emoji_Modifier}\u200D\u0E33\u0EB3]`;
/** What joins the character after it: signs of Arabic, Syriac, Malayalam and Brahmi scripts. */
const BEFORE =
  String.raw`[\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u0D4E\u{110BD}\u{110CD}\u{111C2}\u{111C3}` +
  String.raw`\u{113D1}\u{1193F}\u{11941}\u{11A3A}\u{11A84}-\u{11A89}\u{11D46}\u{11F02}]`;
const FLAG = String.raw`\p{Regional_Indicator}{2}`;
const EMOJI = String.raw`\p{Extended_Pictographic}(?:(?:(?!\u200D)${JOINS})*\u200D+\p{Extended_Pictographic})*`;
/** Hangul: leading consonants, a syllable or vowel, more vowels, trailing consonants; or consonants alone. */
const HANGUL =
  String.raw`[\u1100-\u115F\uA960-\uA97C]*[\uAC00-\uD7A3\u1160-\u11A7\uD7B0-\uD7C6][\u1160-\u11A7\uD7B0-\uD7C6]*` +
  String.raw`[\u11A8-\u11FF\uD7CB-\uD7FB]*|[\u1100-\u115F\uA960-\uA97C]+|[\u11A8-\u11FF\uD7CB-\uD7FB]+`;
/** Indic consonants that a virama joins, in the scripts that Unicode 16 names; an older Unicode names fewer. */
const VIRAMA =
  String.raw`[\u094D\u09CD\u0ACD\u0B4D\u0C4D\u0D4D\u1039\u17D2\u1A60\u1B44\u1BAB\uA9C0\uAAF6\u{10A3F}` +
  String.raw`\u{11133}\u{113D0}\u{1193E}\u{11A47}\u{11A99}\u{11F42}]`;
const CONSONANT =
  String.raw`(?=\p{L})[\u0900-\u0D7F\u1000-\u109F\u1780-\u17FF\u1A20-\u1AAF\u1B00-\u1BBF\uA980-\uA9FF` +
  String.raw`\uAA60-\uAAFF\u{10A00}-\u{11FFF}]`;
const CONJUNCT =
  String.raw`${CONSONANT}(?:(?:(?!${VIRAMA})${JOINS})*(?:${VIRAMA}(?:(?!${VIRAMA})${JOINS})*)+` +
  String.raw`${CONSONANT})+`;

const grapheme = new RegExp(String.raw`\r\n|${BEFORE}*(?:${FLAG}|${EMOJI}|${HANGUL}|${CONJUNCT}|[^])${JOINS}*`, 'gu');

/**
 * Returns the graphemes of a text, by the rules of Unicode's annex 29 as far as a pattern can follow them. For browsers
 * without `Intl.Segmenter` (Firefox before 125). Where it differs it finds fewer, so that it refuses nothing that the
 * server accepts.
 */
export const graphemesByPattern = (text: string): string[] => text.match(grapheme) ?? [];

let segmenter: Intl.Segmenter | null | undefined; // null: there is none

/** Returns the browser's own segmenter, made at its first use: where that fails, only this is lost. */
function ownSegmenter(): Intl.Segmenter | null {
  try {
    return new Intl.Segmenter('en', { granularity: 'grapheme' });
  } catch {
    return null;
  }
}

/** Returns the graphemes of a text: the characters as a reader counts them. Never more than the text's `length`. */
export function graphemes(text: string): string[] {
  if (segmenter === undefined) segmenter = ownSegmenter();
  return segmenter ? Array.from(segmenter.segment(text), ({ segment }) => segment) : graphemesByPattern(text);
}
