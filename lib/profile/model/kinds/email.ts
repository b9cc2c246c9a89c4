import { message } from '@/lib/texts/text';
import type { Field } from './kind';
import { textCodec, textRule, type TextOptions } from './rules/text-rule';

/** The most that mail servers take, in characters: RFC 5321, 4.5.3.1. */
const MOST = 254;
const MOST_BEFORE_AT = 64;

const PART = String.raw`[^\s@.,:;<>()[\]\\"\p{Cc}\p{Cf}\p{Cs}]+`;
const DOMAIN_PART = String.raw`[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?`;
const address = new RegExp(String.raw`^${PART}(?:\.${PART})*@(?:${DOMAIN_PART}\.)+(?!\d+$)${DOMAIN_PART}$`, 'u');

/** Returns a field of an e-mail address, its domain in small letters. That it is anybody's is not checked. */
export function email({ initial = '', ...options }: TextOptions): Field<string> {
  const { placeholder = 'name@example.com', autoComplete = 'email', autoCapitalize = 'none', ...others } = options;
  const { label, required } = others;
  const rule = textRule(label, {
    required,
    empty: message('rule.emptyEmail', { label }),
    canonical: (text) =>
      text
        .normalize('NFC')
        .trim()
        .replace(/@[^@]*$/, (domain) => domain.toLowerCase().normalize('NFC')),
    complaintOf: (text) => {
      if (text.length > MOST) return message('rule.longAddress', { label, max: MOST });
      const isAddress = address.test(text) && text.indexOf('@') <= MOST_BEFORE_AT;
      return isAddress ? undefined : message('rule.email', { label });
    },
  });
  return {
    ...others,
    initial,
    control: { kind: 'text', type: 'email', max: MOST, placeholder, autoComplete, autoCapitalize },
    codec: textCodec(rule),
  };
}
