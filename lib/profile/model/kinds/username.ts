import { message } from '@/lib/texts/text';
import type { Field } from './kind';
import { textCodec, textRule, type TextOptions } from './rules/text-rule';

/** How long Clerk's user names are, unless its dashboard says otherwise, in characters. */
const LENGTH = { min: 4, max: 64 };

type OwnOptions = Partial<typeof LENGTH>;

/**
 * Returns a field of a user name by Clerk's rules: Latin letters, digits, "_" and "-", not digits alone, in small
 * letters. That nobody else has it is for the check `usernameIsFree`. `min` and `max` are in characters.
 */
export function username({
  initial = '',
  min = LENGTH.min,
  max = LENGTH.max,
  ...options
}: TextOptions & OwnOptions): Field<string> {
  const { placeholder, autoComplete = 'username', autoCapitalize = 'none', ...others } = options;
  const { label, required } = others;
  const rule = textRule(label, {
    required,
    empty: message('rule.emptyUsername', { label, min, max }),
    canonical: (text) => text.trim().toLowerCase(),
    complaintOf: (text) => {
      if (!/^[a-z\d_-]+$/.test(text)) return message('rule.username', { label });
      if (text.length < min || text.length > max) return message('rule.usernameLength', { label, min, max });
      return /^\d+$/.test(text) ? message('rule.usernameDigits', { label }) : undefined;
    },
  });
  return {
    ...others,
    initial,
    control: { kind: 'text', max, placeholder, autoComplete, autoCapitalize },
    codec: textCodec(rule),
  };
}
