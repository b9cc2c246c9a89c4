/** Returns an amount with its unit, in English: "1 minute", "2 minutes". */
export const counted = (amount: number, unit: string): string => `${amount} ${unit}${amount === 1 ? '' : 's'}`;

/** Returns words as a list in a sentence, in English: "a, b, and c". */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  if (words.length < 3) return words.join(' and ');
  return `${words.slice(0, -1).join(', ')}, and ${last}`;
}
