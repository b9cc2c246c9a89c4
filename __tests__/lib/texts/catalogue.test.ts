import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { fields } from '@/lib/profile/fields';
import { sections } from '@/lib/profile/sections';
import { locales, type Locale } from '@/lib/texts/locales';
import { catalogues, flat, messagesFor, textsIn } from '@/lib/texts/messages-for';
import { decodeText, message, encodeText, translatable } from '@/lib/texts/text';

const root = join(__dirname, '../../..');
const others = locales.filter((locale) => locale !== 'en');
/** What stands in English in its entry. */
const ENTRIES = /^(fields|sections|colors)\./;

const all = (locale: Locale): Map<string, string> =>
  new Map(flat('', catalogues[locale]).map(([key, text]) => [key.slice(1), text]));
const own = (locale: Locale): string[] => [...all(locale).keys()].filter((key) => !ENTRIES.test(key));

/** Returns what a message asks for: its arguments, and the tags around parts of it. */
const askedBy = (elements: readonly MessageFormatElement[]): string[] =>
  elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
    if (element.type === TYPE.tag) return [`<${element.value}>`, ...askedBy(element.children)];
    const inner = element.type === TYPE.select || element.type === TYPE.plural ? Object.values(element.options) : [];
    return [element.value, ...inner.flatMap(({ value }) => askedBy(value))];
  });
/** The same, where a label counts as itself whatever its capitals. */
const argsOf = (text: string): string[] =>
  [...new Set(askedBy(parse(text)))].map((name) => name.replace(/^lowerLabel/, 'label')).sort();

it.each(others)('%s has each message of the English catalogue and no other, with the same arguments', (locale) => {
  expect(own(locale).sort()).toEqual(own('en').sort());
  const english = all('en');
  const differing = own(locale).filter((key) => {
    const [wanted, asked] = [argsOf(english.get(key)!), argsOf(all(locale).get(key)!)];
    return (
      asked.some((name) => !wanted.includes(name)) || wanted.some((name) => !asked.includes(name) && name !== 'count')
    );
  });
  expect(differing).toEqual([]);
});

it.each(others)('%s has the plural forms of its language in each message that counts', (locale) => {
  const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  const lacking = [...all(locale)].flatMap(([key, text]) =>
    pluralsIn(parse(text))
      .filter((forms) => !forms.includes('other') || (forms.length > 2 && lacks(forms, wanted)))
      .map(() => key),
  );
  expect(lacking).toEqual([]);
});
const pluralsIn = (elements: readonly MessageFormatElement[]): string[][] =>
  elements.flatMap((element) => {
    if (element.type === TYPE.tag) return pluralsIn(element.children);
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [];
    const inner = Object.values(element.options).flatMap(({ value }) => pluralsIn(value));
    return element.type === TYPE.plural ? [Object.keys(element.options), ...inner] : inner;
  });
/** Arabic writes "many" as it writes "other", and "zero" is never asked for where something is too long. */
const lacks = (forms: string[], wanted: string[]): boolean =>
  wanted.some((form) => !['zero', 'many'].includes(form) && !forms.includes(form));

it('each text of a field, section or colour that one language translates is translated in all others', () => {
  const [first, ...rest] = others.map((locale) => [...all(locale).keys()].filter((key) => ENTRIES.test(key)).sort());
  for (const keys of rest) expect(keys).toEqual(first);
  const translated = new Set(first!.map((key) => key.split('.')[1]));
  const entries: Record<string, object> = { ...fields, ...sections };
  const texts = Object.entries(entries)
    .filter(([name]) => translated.has(name))
    .flatMap(([name, entry]) => textsOf(name, entry));
  expect(texts.filter((key) => !first!.some((known) => known.endsWith(`.${key}`)))).toEqual([]);
});
/** The texts of an entry that are to be translated. A placeholder can be an example that is the same everywhere. */
const textsOf = (name: string, entry: object): string[] =>
  ['label', 'hint', 'locked', 'title', 'text'].filter((part) => part in entry).map((part) => `${name}.${part}`);

it('every message of the catalogue is used', () => {
  const files = execFileSync(
    'git',
    ['ls-files', '-co', '--exclude-standard', 'app', 'components', 'lib', 'middleware.ts'],
    { cwd: root, encoding: 'utf8' },
  )
    .split('\n')
    .filter((file) => /\.tsx?$/.test(file));
  const code = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
  const literals = new Set([...code.matchAll(/['`]([a-z]+\.[A-Za-z]+)['`]/g)].map(([, key]) => key!));
  // t(`draft.${act}Of`): any key of that form
  const patterns = [...code.matchAll(/`([a-z]+\.[\w.]*\$\{[^`]*)`/g)].map(
    ([, key]) => new RegExp(`^${key!.replace(/\$\{.*\}/g, '\\w*')}$`),
  );
  const isUsed = (key: string): boolean => literals.has(key) || patterns.some((pattern) => pattern.test(key));
  expect(own('en').filter((key) => !isUsed(key))).toEqual([]);
});

it('a message that a language lacks, or a page was not sent, is said by its entry or as too new', () => {
  const { say } = textsIn('de');
  expect(say(translatable('fields.firstName.label', 'First name'))).toBe('Vorname');
  expect(say(translatable('fields.nickname.label', 'Nickname'))).toBe('Nickname');
  expect(say({ key: 'failure.ofNextYear' })).toBe('Diese Seite ist älter als die App. Lade sie neu, um das zu lesen.');
});

it('a rule’s message travels in an issue of its schema, and a rule of one’s own says its text', () => {
  const asked = message('rule.tooLong', { label: 'Bio', max: 9 });
  expect(decodeText(encodeText(asked))).toEqual(asked);
  expect(decodeText('Use your work address.')).toBe('Use your work address.');
});

it('a page is sent the messages that it shows, as plain JSON', () => {
  const sent = messagesFor('de', ['site']);
  expect(Object.keys(sent).every((key) => key.startsWith('site.'))).toBe(true);
  expect(JSON.parse(JSON.stringify(sent))).toStrictEqual(sent);
});

it('the compiler knows the keys and arguments of messages', () => {
  // @ts-expect-error an argument is missing
  message('field.left', {});
  // @ts-expect-error there is no such message
  message('field.lefft');
  // @ts-expect-error it takes none
  message('form.save', { name: 'Ann' });
  expect(message('field.left', { count: 2 })).toEqual({ key: 'field.left', args: { count: 2 } });
});

it('amounts are said in each language’s own plural forms', () => {
  const minutes = (locale: Locale) =>
    [0, 1, 2, 3, 11, 100].map((count) => textsIn(locale).t('form.minutes', { count }));
  expect(minutes('en')).toEqual(['0 minutes', '1 minute', '2 minutes', '3 minutes', '11 minutes', '100 minutes']);
  expect(minutes('ar')).toEqual(['0 دقيقة', 'دقيقة واحدة', 'دقيقتين', '3 دقائق', '11 دقيقة', '100 دقيقة']);
});

/** The arguments by which a message selects one of several texts, each with its words. */
const selectedBy = (elements: readonly MessageFormatElement[]): [name: string, words: string[]][] =>
  elements.flatMap((element) => {
    if (element.type === TYPE.tag) return selectedBy(element.children);
    if (element.type !== TYPE.select && element.type !== TYPE.plural) return [];
    const inner = Object.values(element.options).flatMap(({ value }) => selectedBy(value));
    return element.type === TYPE.select ? [[element.value, Object.keys(element.options)], ...inner] : inner;
  });

it.each(locales)('in %s each text that a message selects is said where its word is given', (locale) => {
  const { say } = textsIn(locale);
  const asked = [...all(locale)].flatMap(([key, text]) =>
    selectedBy(parse(text)).map(([name, words]) => ({ key, text, name, words })),
  );
  expect(asked.length).toBeGreaterThan(5);
  for (const { key, text, name, words } of asked) {
    const others = Object.fromEntries(askedBy(parse(text)).map((one) => [one, one === 'count' ? 2 : 'x']));
    const said = words.map((word) => say({ key, args: { ...others, [name]: word } }));
    expect({ key, said: new Set(said).size }).toEqual({ key, said: words.length });
  }
});
