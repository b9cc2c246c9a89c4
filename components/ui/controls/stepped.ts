import { readNumber } from '@/lib/profile/model/kinds/rules/written-number';

/** As many as `toFixed` takes. */
const MOST_DECIMALS = 100;

/** Between what a number lies, and by how much it is changed at once. */
export interface NumberRange {
  min?: number | undefined;
  max?: number | undefined;
  step?: number | undefined;
}

/**
 * Returns the number in a text, one step further in a direction and within its range, as text. Steps are counted from
 * `min`. An empty text leads to where a range begins; one that holds no number stays as it is.
 */
export function stepped(text: string, direction: 1 | -1, { min, max, step = 1 }: NumberRange): string {
  const held = readNumber(text);
  if (typeof held === 'string' || (held !== null && !Number.isFinite(held))) return text;
  const from = min ?? 0;
  const decimals = Math.max(decimalsOf(step), decimalsOf(from));
  const next = held === null ? from : from + nextStep((held - from) / step, direction) * step;
  const rounded = Number(next.toFixed(decimals));
  return String(Math.min(max ?? Infinity, Math.max(min ?? -Infinity, rounded)));
}

/** Returns the next whole number of steps; a value between two steps goes to the nearer end first. */
function nextStep(steps: number, direction: 1 | -1): number {
  const near = Math.round(steps);
  if (Math.abs(steps - near) < 1e-9) return near + direction;
  return direction > 0 ? Math.ceil(steps) : Math.floor(steps);
}

/** How many digits follow the point; JavaScript writes 0.0000001 as "1e-7". */
function decimalsOf(number: number): number {
  const [digits = '', exponent = '0'] = String(number).split('e');
  const decimals = (digits.split('.')[1] ?? '').length - Number(exponent);
  return Math.min(Math.max(decimals, 0), MOST_DECIMALS);
}
