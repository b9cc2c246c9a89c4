/** Letters that are searched for without a mark that Unicode does not keep apart from them. */
const plain: Record<string, string> = { ı: 'i', ø: 'o', ł: 'l', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe' };

/** Returns a text as it is searched: lower case, without accents, its words apart. */
const searched = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[ıøłđßæœ]/g, (letter) => plain[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Returns the code at the end of an option such as "Germany (DE)", in lower case; "" if it has none. */
const codeOf = (option: string): string => (/\(([^()]+)\)$/.exec(option)?.[1] ?? '').toLowerCase();

/**
 * Returns the options in which each word of a query begins a word. The one whose code is the query comes first, then
 * those that begin with it.
 */
export function matching(options: readonly string[], query: string): readonly string[] {
  const wanted = searched(query);
  if (wanted === '') return options;
  const code = query.trim().toLowerCase();
  const rank = (option: string, text: string): number =>
    codeOf(option) === code ? 0 : text.startsWith(wanted) ? 1 : 2;
  return options
    .map((option) => ({ option, text: searched(option) }))
    .filter(({ text }) => wanted.split(' ').every((word) => ` ${text}`.includes(` ${word}`)))
    .map(({ option, text }) => ({ option, rank: rank(option, text) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ option }) => option);
}
