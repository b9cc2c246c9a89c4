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

/** Returns the options in which each word of a query begins a word; those that begin with the query come first. */
export function matching(options: readonly string[], query: string): readonly string[] {
  const wanted = searched(query);
  if (wanted === '') return options;
  const found = options
    .map((option) => ({ option, text: searched(option) }))
    .filter(({ text }) => wanted.split(' ').every((word) => ` ${text}`.includes(` ${word}`)));
  const first = found.filter(({ text }) => text.startsWith(wanted));
  const others = found.filter(({ text }) => !text.startsWith(wanted));
  return [...first, ...others].map(({ option }) => option);
}
