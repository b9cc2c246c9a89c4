import type { Field, FieldOptions } from './kind';
import { codeCodec } from './rules/code-list';
import { codeLists } from './rules/code-lists';

type SearchOptions = FieldOptions & { placeholder?: string; initial?: string };

/** Returns a field of a time zone, stored by its name in the IANA database: "Europe/Berlin". */
export const timeZone = (options: SearchOptions) => search('timeZone', 'Europe/Berlin', options);

/** Returns a field of a language, stored by its tag of BCP 47: "de", "pt-BR". */
export const language = (options: SearchOptions) => search('language', 'German (de)', options);

/** Returns a field of a country, stored by its code of ISO 3166-1: "DE". */
export const country = (options: SearchOptions) => search('country', 'Germany (DE)', options);

function search(
  list: keyof typeof codeLists,
  example: string,
  { initial = '', placeholder, ...options }: SearchOptions,
): Field<string> {
  return {
    ...options,
    initial,
    control: { kind: 'search', list, placeholder },
    codec: codeCodec(options.label, codeLists[list], { required: options.required, example }),
  };
}
