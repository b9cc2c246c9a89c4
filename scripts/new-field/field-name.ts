import ts from 'typescript';

/** The app keeps its direct-save log under this key of Clerk's private metadata. */
const RESERVED = ['perdure'];

const isReservedWord = (name: string): boolean => {
  const { FirstReservedWord, LastReservedWord, FirstFutureReservedWord, LastFutureReservedWord } = ts.SyntaxKind;
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, name);
  const kind = scanner.scan();
  return (
    (kind >= FirstReservedWord && kind <= LastReservedWord) ||
    (kind >= FirstFutureReservedWord && kind <= LastFutureReservedWord)
  );
};

/** Returns true for a name that a field can have: Latin letters and digits, no word of the language, no `toString`. */
export const isFieldName = (name: string): boolean =>
  /^[a-z][a-z\d]*$/i.test(name) && !isReservedWord(name) && !(name in {}) && !RESERVED.includes(name);

/** Returns the name in code of a field with this label, in camel case; undefined if its letters make none. */
export function fieldNameOf(label: string): string | undefined {
  const words = label
    .normalize('NFKD')
    .replace(/ß/g, 'ss')
    .replace(/[\p{M}'’]/gu, '')
    .replace(/(?<![^\s])(\p{L})-(?=\p{L})/gu, '$1') // "E-mail" is one word
    .split(/[^\p{L}\d]+/u)
    .filter(Boolean)
    .map((word) => (word === word.toUpperCase() ? word.toLowerCase() : word));
  const [first = '', ...others] = words;
  const name = first.charAt(0).toLowerCase() + first.slice(1) + others.map(capitalized).join('');
  if (name === '') return undefined;
  return [name, `${name}Field`, `field${capitalized(name)}`].find(isFieldName);
}

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
