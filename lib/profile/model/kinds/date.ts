import type { Field, FieldOptions } from './kind';
import { dateLabel } from './rules/intl';
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
    enter: 'a date',
    canonical: (text) => text.trim(),
    complaintOf: (day) => {
      if (!isDay(day)) return `${label} must be a date that exists, written as 2026-01-31.`;
      if (min !== undefined && day < min) return `${label} can’t be before ${dateLabel(min)}.`;
      return max !== undefined && day > max ? `${label} can’t be after ${dateLabel(max)}.` : undefined;
    },
  });
  return { ...options, initial, control: { kind: 'date', min, max }, codec: textCodec(rule) };
}
