import { asciiDigits } from './digits';

/** No number of a double needs more characters, and what is longer is not read at all. */
const MOST = 100;

/** Digits are matched in one way only: a text of many digits and then a letter is refused in one pass. */
const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
/** "1,000" is a thousand to some and one to others. "0,125" is clear. */
const grouped = /^[+-]?[1-9]\d{0,2}(,\d{3})+$/;

const plain = (text: string): string => asciiDigits(text).trim().replace('−', '-');

/** Returns the number that a text writes, with a point or a comma; null for none, and the text if it is no number. */
export function readNumber(text: string): number | null | string {
  if (text.length > MOST) return text;
  const written = plain(text);
  if (written === '') return null;
  const withPoint = written.replace(/[,٫]/, '.');
  return decimal.test(withPoint) && !grouped.test(written) ? Number(withPoint) : text;
}

/** Returns true for a text in which a comma may stand between thousands, or before decimals. */
export const isGrouped = (text: string): boolean => text.length <= MOST && grouped.test(plain(text));
