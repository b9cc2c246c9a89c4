import * as z from 'zod/mini';
import { message, encodeText, type Message } from '@/lib/texts/text';
import type { Control, Field, FieldOptions } from './kind';
import { isGrouped, readNumber } from './rules/written-number';

type NumberControl = Extract<Control, { kind: 'number' }>;

interface OwnOptions extends Omit<NumberControl, 'kind'> {
  /** null by default: not set. With a number, it is required */
  initial?: number | null;
}

/** Returns a field of a number, or null where it is not set. `step: 1` takes whole numbers only. */
export function number({ initial = null, min, max, step, unit, ...options }: FieldOptions & OwnOptions) {
  const { label } = options;
  // Clerk forgets a null, and what it does not hold is the initial value
  const required = options.required || initial !== null;
  const noNumber = ({ input }: { input?: unknown }): string =>
    encodeText(
      typeof input === 'string' && isGrouped(input)
        ? message('rule.numberGrouped', { label })
        : message('rule.number', { label, example: exampleOf({ min, max, step }) }),
    );
  const rule = z.nullable(z.number({ error: noNumber })).check(
    z.overwrite((value) => (value === 0 ? 0 : value)), // no -0: JSON has none
    ({ value, issues }) => {
      const complaint =
        value !== null
          ? complaintOf(label, value, { min, max, step })
          : required && message('rule.emptyNumber', { label });
      if (complaint) issues.push({ code: 'custom', message: encodeText(complaint), input: value });
    },
  );
  return {
    ...options,
    required,
    initial,
    control: { kind: 'number', min, max, step, unit },
    codec: z.codec(z.string(), rule, {
      decode: (text) => readNumber(text) as number | null, // what is no number is refused by the rule
      encode: (value) => (value === null ? '' : String(value)),
    }),
  } satisfies Field<number | null>;
}

type Limits = Pick<NumberControl, 'min' | 'max' | 'step'>;

const exampleOf = ({ min, max, step }: Limits): number => min ?? max ?? step ?? 1.5;

function complaintOf(label: string, value: number, { min, max, step }: Limits): Message | undefined {
  if (min !== undefined && max !== undefined && (value < min || value > max))
    return message('rule.numberBetween', { label, min, max });
  if (min !== undefined && value < min) return message('rule.numberLeast', { label, min });
  if (max !== undefined && value > max) return message('rule.numberMost', { label, max });
  if (step === undefined || isStep((value - (min ?? 0)) / step)) return undefined;
  return step === 1 ? message('rule.numberWhole', { label }) : message('rule.numberSteps', { label, step });
}

/** Steps such as 0.1 have no exact binary form. */
const isStep = (steps: number): boolean => Math.abs(steps - Math.round(steps)) <= 1e-12 * Math.max(1, Math.abs(steps));
