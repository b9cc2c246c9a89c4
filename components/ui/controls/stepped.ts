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
  const held = text.trim() === '' ? null : Number(text.trim().replace(',', '.'));
  if (Number.isNaN(held)) return text;
  const from = min ?? 0;
  const decimals = Math.max(decimalsOf(step), decimalsOf(from));
  const next = held === null ? from : from + nextStep((held - from) / step, direction) * step;
  const within = Math.min(max ?? Infinity, Math.max(min ?? -Infinity, next));
  return String(Number(within.toFixed(decimals)));
}

/** Returns the next whole number of steps; a value between two steps goes to the nearer end first. */
function nextStep(steps: number, direction: 1 | -1): number {
  const near = Math.round(steps);
  if (Math.abs(steps - near) < 1e-9) return near + direction;
  return direction > 0 ? Math.ceil(steps) : Math.floor(steps);
}

const decimalsOf = (number: number): number => (String(number).split('.')[1] ?? '').length;
