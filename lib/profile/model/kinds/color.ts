import { message } from '@/lib/texts/text';
import { colorOf, palette } from '../colors/palette';
import type { Field, FieldOptions } from './kind';
import { textCodec, textRule } from './rules/text-rule';

interface OwnOptions {
  /** whether it can be any colour, "#1d4ed8", and not only one of the palette */
  custom?: boolean;
  /** a colour; with "" it can also be not set */
  initial?: string;
  /** whether it is, until one is chosen, one of the palette by the person's id: two people seldom look alike */
  byId?: boolean;
}

/** Returns a field of a colour: a name of the palette or, with `custom`, any in the form "#rrggbb". */
export function color({
  byId = false,
  initial = byId ? '' : 'slate',
  custom = false,
  ...options
}: Omit<FieldOptions, 'required'> & OwnOptions) {
  const { label } = options;
  const required = initial !== '';
  const rule = textRule(label, {
    required,
    empty: message('rule.emptyColor', { label }),
    canonical: (text) => canonical(text, custom),
    complaintOf: (text) => {
      if (Object.hasOwn(palette, text) || (custom && hex.test(text))) return undefined;
      return custom ? message('rule.colorCustom', { label }) : message('rule.color', { label });
    },
  });
  return {
    ...options,
    required,
    initial,
    ...(byId && { fallback: colorOf }),
    control: { kind: 'color', custom, none: required ? undefined : byId ? 'Automatic' : 'None' },
    codec: textCodec(rule),
  } satisfies Field<string>;
}

const hex = /^#[\da-f]{6}$/;

function canonical(text: string, custom: boolean): string {
  const color = text.trim().toLowerCase();
  if (!custom || !/^#?([\da-f]{3}){1,2}$/.test(color)) return color;
  const digits = color.replace('#', '');
  return `#${digits.length === 3 ? digits.replace(/./g, '$&$&') : digits}`;
}
