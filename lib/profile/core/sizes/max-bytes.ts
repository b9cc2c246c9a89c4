import { codeLists } from '@/lib/profile/model/kinds/rules/code-lists';
import type { Field } from '@/lib/profile/model/kinds/kind';
import { colorNames } from '@/lib/profile/model/colors/palette';

/** Bytes of a character in UTF-8: of one code point, at most. An emoji of several counts as if it were one. */
const BYTES_A_CHARACTER = 4;
/** Texts that are ASCII by their rule: a web address is written with "%" and "xn--". */
const ASCII = ['url', 'tel'];
/** Of what a person can have although it is in no list: "America/Argentina/ComodRivadavia", "zgh-Tfng-419". */
const MOST_OF_CODE = { timeZone: 32, language: 12, country: 2 };
/** The longest that JavaScript writes: "-2.2250738585072014e-308". */
const MOST_OF_NUMBER = 24;

/** Returns how many bytes something takes as JSON. */
export const bytesOf = (json: unknown): number => Buffer.byteLength(JSON.stringify(json));

const largest = (values: readonly string[]): number => Math.max(2, ...values.map(bytesOf));
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

/** Returns how many bytes of JSON the largest value of a field takes. The compiler asks for a new kind's here. */
export function maxBytesOf({ control }: Pick<Field, 'control'>): number {
  switch (control.kind) {
    case 'text':
      return 2 + control.max * (ASCII.includes(control.type ?? 'text') ? 1 : BYTES_A_CHARACTER);
    case 'multiline':
      return 2 + control.max * BYTES_A_CHARACTER;
    case 'number':
      return MOST_OF_NUMBER;
    case 'toggle':
      return bytesOf(false);
    case 'date':
      return bytesOf('2026-01-31');
    case 'choice':
      return largest(control.options.map(({ value }) => value));
    case 'choices': {
      const bytes = control.options.map(({ value }) => bytesOf(value) + 1).sort((a, b) => b - a);
      return Math.max(2, 1 + sum(bytes.slice(0, control.max)));
    }
    case 'color':
      return largest([...colorNames, ...(control.custom ? ['#1d4ed8'] : [])]);
    case 'search':
      return Math.max(2 + MOST_OF_CODE[control.list], largest(codeLists[control.list].codes()));
    default:
      return control satisfies never;
  }
}
