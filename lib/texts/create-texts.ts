import format, { type CompiledMessage } from 'icu-minify/format';
import type { ArgsOf, MessageKey } from './catalogue';
import { dayLabel, formatters, listed } from './intl';
import { directionOf, intlTags, type Locale } from './locales';
import { message, type Arg, type Message, type Text } from './text';

/** Messages of one language by their keys, compiled: no parser is needed to show them. */
export type CompiledMessages = Readonly<Record<string, CompiledMessage>>;

/** The texts of one language. */
export interface Texts {
  locale: Locale;
  /** Returns a message of the catalogue. */
  t: <Key extends MessageKey>(key: Key, ...args: ArgsOf<Key>) => string;
  /** Returns any text in this language. */
  say: (text: Text) => string;
  /** Returns a message with elements in it, each made by the function of its tag from what the tag encloses. */
  rich: <Element>(text: Message, tags: Record<string, (inner: string) => Element>) => (string | Element)[];
}

/** Returns the texts of a language, from its compiled messages. */
export function createTexts(locale: Locale, messages: CompiledMessages): Texts {
  const say = (text: Text): string => (typeof text === 'string' ? text : formatted(text, {}).join(''));
  const t: Texts['t'] = (key, ...args) => say(message(key, ...args));

  function formatted<Element>({ key, args = {}, or }: Message, tags: Record<string, (inner: string) => Element>) {
    const compiled = messages[key] ?? or ?? messages['site.newerText'] ?? '';
    if (typeof compiled === 'string') return [compiled];
    const chosenBy = selectorsOf(compiled);
    const values = Object.entries(args).map(([name, arg]) => [name, chosenBy.has(name) ? arg : valueOf(arg)]);
    const made = Object.entries(tags).map(([name, make]) => [name, ([inner]: unknown[]) => make(String(inner))]);
    const said = format<Element>(
      compiled,
      intlTags[locale],
      Object.fromEntries([...values, ...made]) as Record<string, string>,
      { formatters },
    );
    return Array.isArray(said) ? said : [said];
  }

  function valueOf(arg: Arg | null | undefined): string | number {
    if (arg === null || arg === undefined) return ''; // of another version of the app
    return typeof arg === 'number' ? arg : isolated(textOf(arg));
  }

  function textOf(arg: Exclude<Arg, number>): string {
    if (typeof arg === 'string' || 'key' in arg) return say(arg);
    if ('day' in arg) return dayLabel(arg.day, locale, !arg.withoutYear);
    const list = arg.list.map((one) => (arg.lower ? say(one).toLocaleLowerCase(locale) : say(one)));
    return listed(list, locale);
  }

  /** From right to left, what is put into a sentence often goes the other way: it must not turn what is beside it. */
  function isolated(text: string): string {
    return directionOf(locale) === 'rtl' && text !== '' ? `\u2068${text}\u2069` : text;
  }

  return { locale, t, say, rich: formatted };
}

/** How a compiled message marks an argument that selects one of several texts. Source: icu-minify's types. */
const SELECT = 1;
const selectors = new WeakMap<object, ReadonlySet<string>>();

/** Returns the arguments that a message compares with its own words: they are no text to show. */
function selectorsOf(compiled: object): ReadonlySet<string> {
  const known = selectors.get(compiled) ?? new Set(selectedIn(compiled));
  selectors.set(compiled, known);
  return known;
}

function selectedIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const [name, type] = Array.isArray(node) ? (node as unknown[]) : [];
  return [...(type === SELECT ? [String(name)] : []), ...Object.values(node).flatMap(selectedIn)];
}
