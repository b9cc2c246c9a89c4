import type { Field } from './kind';
import { asciiDigits } from './rules/digits';
import { textCodec, textRule, type TextOptions } from './rules/text-rule';

const EXAMPLE = '+49 30 1234567';

/**
 * Returns a field of a phone number with its country, stored as E.164 writes it: "+49301234567". Whether a country has
 * such numbers is not checked: the tables for it (libphonenumber-js) are 145 kB, and would be out of date sooner.
 */
export function phone({ initial = '', ...options }: TextOptions): Field<string> {
  const { placeholder = EXAMPLE, autoComplete = 'tel', autoCapitalize, ...others } = options;
  const { label, required } = others;
  const rule = textRule(label, {
    required,
    enter: `a number such as ${EXAMPLE}`,
    canonical,
    complaintOf: (text) => {
      if (/^\+[1-9]\d{6,14}$/.test(text)) return undefined;
      if (!/^\+?\d+$/.test(text)) return `${label} must be a phone number such as ${EXAMPLE}.`;
      if (!text.startsWith('+')) return `${label} needs the code of its country. Start with +, for example ${EXAMPLE}.`;
      if (text.startsWith('+0')) return `${label} has a code that no country has. Write it as ${EXAMPLE}.`;
      return `${label} must have 7 to 15 digits with the code of its country.`;
    },
  });
  return {
    ...others,
    initial,
    control: { kind: 'text', type: 'tel', max: 16, placeholder, autoComplete, autoCapitalize },
    codec: textCodec(rule),
  };
}

/** Returns a number without what only divides it, and "+" for "00"; anything else is only trimmed. */
function canonical(text: string): string {
  const trimmed = asciiDigits(text).replace(/＋/g, '+').trim();
  const isComplete = /^(\+|00)/.test(trimmed); // then a (0) is dialled only without what is before it
  const digits = (isComplete ? trimmed.replace('(0)', '') : trimmed).replace(/[\s().\/\u2010-\u2015\u2212-]/g, '');
  return /^\+?\d+$/.test(digits) ? digits.replace(/^00/, '+') : trimmed;
}
