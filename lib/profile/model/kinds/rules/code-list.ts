import * as z from 'zod/mini';
import { message } from '@/lib/texts/text';
import type { Field } from '../kind';
import { textRule } from './text-rule';

/** Codes, and what each is called. */
export interface CodeList {
  /** the codes to choose from: more can be valid */
  codes: () => readonly string[];
  /** returns the code that a text is, whatever its capitals; undefined if it is none */
  find: (text: string) => string | undefined;
  /** what a code is called, "" if that is not known */
  nameOf: (code: string) => string;
  /** a code as its control shows it */
  shown: (code: string) => string;
}

/** Returns a code with its name before it: "Germany (DE)". */
export const withName = (code: string, name: string): string => (name === '' ? code : `${name} (${code})`);

/** Returns a text without what people leave out: capitals, accents, and how an apostrophe is drawn. */
const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[’ʼ]/g, "'")
    .replace(/[\s_]+/g, ' ')
    .trim()
    .toLowerCase();

const codesByName = new WeakMap<CodeList, Map<string, string>>();

function codeNamed(list: CodeList, name: string): string | undefined {
  let codes = codesByName.get(list);
  if (!codes) {
    codes = new Map();
    for (const code of list.codes()) {
      const known = folded(list.nameOf(code));
      if (known !== '' && !codes.has(known)) codes.set(known, code);
    }
    codesByName.set(list, codes);
  }
  return codes.get(folded(name));
}

/**
 * Returns the code that a text stands for: "Germany (DE)", "de" or "germany"; undefined if it is none. A name in
 * brackets with the code of another is none: whoever changed one of the two has to say which is meant.
 */
export function codeIn(list: CodeList, text: string): string | undefined {
  const [, name = '', inBrackets = ''] = /^(.*)\(([^()]*)\)\s*$/s.exec(text) ?? [];
  const code = list.find(inBrackets);
  if (code === undefined) return list.find(text) ?? codeNamed(list, text);
  const named = list.find(name) ?? codeNamed(list, name);
  return named === undefined || named === code || folded(list.nameOf(code)) === folded(name) ? code : undefined;
}

interface CodeRule {
  required?: boolean;
  /** as the control shows it: "Germany (DE)" */
  example: string;
}

/** Returns the codec of a field that stores a code, and whose control takes and shows its name too. */
export function codeCodec(label: string, list: CodeList, { required, example }: CodeRule): Field<string>['codec'] {
  const rule = textRule(label, {
    required,
    empty: message('rule.emptySearch', { label, example }),
    canonical: (text) => list.find(text) ?? text.trim(),
    complaintOf: (text) => (list.find(text) === undefined ? message('rule.search', { label, example }) : undefined),
  });
  return z.codec(z.string(), rule, {
    decode: (text) => codeIn(list, text) ?? text,
    encode: (code) => (code === '' ? '' : list.shown(code)),
  });
}
