import { message } from '@/lib/texts/text';
import type { Field, FieldOptions } from './kind';
import { isDay } from './rules/is-day';
import { textCodec, textRule } from './rules/text-rule';

interface OwnOptions {
  /** ISO 8601, "2026-01-31" */
  min?: string;
  max?: string;
  initial?: string;
}

/** Returns a field of a day of the calendar, in no time zone: "2026-01-31", or "" where it is not set. */
export function date({ initial = '', min, max, ...options }: FieldOptions & OwnOptions): Field<string> {
  const { label, required } = options;
  const rule = textRule(label, {
    required,
    empty: message('rule.emptyDate', { label }),
    canonical: (text) => text.trim(),
    complaintOf: (day) => {
      if (!isDay(day)) return message('rule.date', { label });
      if (min !== undefined && day < min) return message('rule.dateBefore', { label, min: { day: min } });
      return max !== undefined && day > max ? message('rule.dateAfter', { label, max: { day: max } }) : undefined;
    },
  });
  return { ...options, initial, control: { kind: 'date', min, max }, codec: textCodec(rule) };
}
