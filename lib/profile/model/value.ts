/** What Clerk's metadata and the mirror can hold for one field: any JSON. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** How deep JSON is compared; 8 KB of brackets would exceed the call stack. */
const MOST_LEVELS = 50;

/**
 * Returns a value with the keys of its objects in order, so that equal values have one form. What is deeper than
 * `MOST_LEVELS` is its JSON, as text.
 */
export function canonical(value: Value, level = 0): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (level === MOST_LEVELS) return JSON.stringify(value);
  if (isList(value)) return value.map((held) => canonical(held, level + 1));
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, held]) => [key, canonical(held, level + 1)]));
}

const isList = (value: object): value is readonly Value[] => Array.isArray(value);

/** Returns true if both are the same JSON, whatever the order of keys. */
export function isSameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));
}

/** Returns text as it is, and anything else as its JSON. */
export const asText = (value: Value | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null);
