import { message } from '@/lib/texts/text';
import type { Field } from './kind';
import { asciiDigits } from './rules/digits';
import { textCodec, textRule, type TextOptions } from './rules/text-rule';

const example = '+49 30 1234567';

/**
 * Returns a field of a phone number with its country, stored as E.164 writes it: "+49301234567". Whether a country has
 * such numbers is not checked: the tables for it (libphonenumber-js) are 145 kB, and would be out of date sooner.
 */
export function phone({ initial = '', ...options }: TextOptions): Field<string> {
  const { placeholder = example, autoComplete = 'tel', autoCapitalize, ...others } = options;
  const { label, required } = others;
  const rule = textRule(label, {
    required,
    empty: message('rule.emptyPhone', { label, example }),
    canonical,
    complaintOf: (text) => {
      if (/^\+[1-9]\d{6,14}$/.test(text)) return undefined;
      if (!/^\+?\d+$/.test(text)) return message('rule.phone', { label, example });
      if (!text.startsWith('+')) return message('rule.phoneCountry', { label, example });
      if (text.startsWith('+0')) return message('rule.phoneZero', { label, example });
      return message('rule.phoneDigits', { label });
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
