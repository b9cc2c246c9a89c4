import type { Field, FieldOptions } from '@/lib/profile/model/kinds/kind';
import { choice } from '@/lib/profile/model/kinds/choice';
import { choices } from '@/lib/profile/model/kinds/choices';
import { color } from '@/lib/profile/model/kinds/color';
import { date } from '@/lib/profile/model/kinds/date';
import { email } from '@/lib/profile/model/kinds/email';
import { multiline } from '@/lib/profile/model/kinds/multiline';
import { number } from '@/lib/profile/model/kinds/number';
import { personName } from '@/lib/profile/model/kinds/person-name';
import { phone } from '@/lib/profile/model/kinds/phone';
import { country, language, timeZone } from '@/lib/profile/model/kinds/search';
import { text } from '@/lib/profile/model/kinds/text';
import { toggle } from '@/lib/profile/model/kinds/toggle';
import { url } from '@/lib/profile/model/kinds/url';
import { username } from '@/lib/profile/model/kinds/username';
import type { Value } from '@/lib/profile/model/value';

/** One kind of field, and what its stories show in it. */
export interface KindExample {
  label: string;
  /** returns a field of this kind */
  make: (options: FieldOptions) => Field;
  /** three values that follow its rule */
  values: readonly [Value, Value, Value];
  /** a text that breaks its rule, where one can be typed */
  badText?: string;
  /** a value that breaks its rule, written elsewhere */
  badValue: Value;
  /** a value as long as it can be, where that makes a difference */
  long?: Value;
}

const few = [
  { value: 'she', label: 'She' },
  { value: 'he', label: 'He' },
  { value: 'they', label: 'They' },
];
const many = ['Engineering', 'Design', 'Sales and marketing', 'Support', 'Finance', 'Legal', 'People'].map((label) => ({
  value: label.toLowerCase(),
  label,
}));
const sentence = 'A line that goes on for longer than its control is wide, and then some more of it, to the very end.';
const paragraph = `${sentence} `.repeat(2).trim();

/** Each kind, under the name of its section. */
export const kinds = {
  text: {
    label: 'Headline',
    make: (options) => text({ ...options, max: 100, placeholder: 'In a few words' }),
    values: ['Sailor', 'Sailor and baker', 'Baker'],
    badText: 'Sailor\u202Ereversed',
    badValue: 7,
    long: sentence,
  },
  personName: {
    label: 'First name',
    make: personName,
    values: ['Ann', 'Anna', 'Bea'],
    badText: 'a'.repeat(65),
    badValue: ['Ann'],
  },
  multiline: {
    label: 'Bio',
    make: (options) => multiline({ ...options, max: 200 }),
    values: ['I bake bread.\n\nAnd I sail.', 'I bake.', 'I sail.'],
    badText: paragraph.repeat(2),
    badValue: true,
    long: paragraph.slice(0, 190),
  },
  number: {
    label: 'Height',
    make: (options) => number({ ...options, min: 0, max: 300, step: 0.5, unit: 'cm' }),
    values: [172.5, 168, 181],
    badText: '1001',
    badValue: '172',
  },
  toggle: { label: 'Product e-mails', make: toggle, values: [true, true, false], badValue: 'yes' },
  date: { label: 'Birthday', make: date, values: ['1990-05-17', '1990-05-18', '1991-05-17'], badValue: '17.5.1990' },
  choice: {
    label: 'Pronouns',
    make: (options) => choice({ ...options, options: few, none: options.required ? undefined : 'None' }),
    values: ['she', 'they', 'he'],
    badValue: 'it',
  },
  longChoice: {
    label: 'Department',
    make: (options) => choice({ ...options, options: many, none: options.required ? undefined : 'None' }),
    values: ['design', 'support', 'legal'],
    badValue: 'catering',
  },
  choices: {
    label: 'Topics',
    make: (options) => choices({ ...options, options: many }),
    values: [['design', 'legal'], ['design'], ['support']],
    badValue: ['design', 'catering'],
  },
  color: {
    label: 'Avatar colour',
    make: ({ required: _required, ...options }) => color({ ...options, custom: false }),
    values: ['teal', 'amber', 'blue'],
    badValue: 'vantablack',
  },
  customColor: {
    label: 'Avatar colour',
    make: ({ required: _required, ...options }) => color({ ...options, custom: true }),
    values: ['#7c3aed', 'amber', '#777777'], // on the third no ink can be read well
    badText: '#12',
    badValue: 123456,
  },
  url: {
    label: 'Website',
    make: url,
    values: ['https://ann.example/', 'https://example.com/ann', 'https://bea.example/'],
    badText: 'ann at example',
    badValue: 'example',
    long: `https://example.com/${'a-long-path/'.repeat(9)}`,
  },
  email: {
    label: 'Work e-mail',
    make: email,
    values: ['ann@example.com', 'ann.lee@example.com', 'bea@example.com'],
    badText: 'ann@',
    badValue: 7,
    long: `${'a.long.name.'.repeat(5)}ann@subdomain.example.com`,
  },
  phone: {
    label: 'Phone',
    make: phone,
    values: ['+49301234567', '+14155552671', '+442079460000'],
    badText: '030 1234567',
    badValue: '030',
  },
  username: {
    label: 'User name',
    make: (options) => username({ ...options, checked: 'unique' }),
    values: ['ann_lee', 'ann_lindqvist', 'bea_moon'],
    badText: 'ann lee',
    badValue: 'ann',
    long: 'a_very_long_user_name_that_is_still_allowed_to_be_used_as_it_is',
  },
  timeZone: {
    label: 'Time zone',
    make: (options) => timeZone({ ...options, placeholder: 'Europe/Berlin' }),
    values: ['Europe/Berlin', 'Asia/Tokyo', 'America/New_York'],
    badText: 'Mars/Base',
    badValue: 'Mars/Base',
  },
  language: {
    label: 'Language',
    make: language,
    values: ['de', 'pt-BR', 'ar'],
    badText: 'Klingonisch',
    badValue: 'German',
  },
  country: { label: 'Country', make: country, values: ['DE', 'TR', 'CI'], badText: 'Atlantis', badValue: 'Germany' },
} satisfies Record<string, KindExample>;

export type KindName = keyof typeof kinds;

/** The names of all kinds. */
export const kindNames = Object.keys(kinds) as KindName[];

/** Returns a kind's example, in the general type. */
export const exampleOf = (kind: KindName): KindExample => kinds[kind];

/** The states in which each kind is shown, by the end of the field's name, with what stands above it. */
export const states = {
  Empty: 'Empty',
  Filled: 'Filled',
  Invalid: 'Breaks its rule',
  Required: 'Required and emptied',
  Locked: 'Locked',
  Elsewhere: 'Written elsewhere, against its rule',
  Refused: 'Refused',
  Conflict: 'Changed elsewhere meanwhile',
  Long: 'As long as it can be',
  Unknown: 'Not known now',
  Checked: 'Checked while it is typed',
} as const;

export type StateName = keyof typeof states;

/** Returns the states that a kind has. */
export function statesOf(kind: KindName): StateName[] {
  const { label, badText, long, make } = exampleOf(kind);
  const { control, checked } = make({ label, clerk: { mirrorOnly: true } });
  const cannot: Partial<Record<StateName, boolean>> = {
    Invalid: badText === undefined,
    Long: long === undefined,
    Required: control.kind === 'toggle' || control.kind === 'color',
    Checked: checked === undefined,
    Conflict: control.kind === 'toggle', // there is no third value
  };
  return (Object.keys(states) as StateName[]).filter((state) => !cannot[state]);
}

/** Returns the name of the field that shows a kind in a state. */
export const fieldNameOf = (kind: KindName, state: StateName): string => `${kind}${state}`;
