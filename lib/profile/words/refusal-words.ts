import { listed } from '@/lib/english';
import type { Refusal, RefusedFields } from '@/lib/profile/model/profile';
import { fieldOf, type FieldName } from '@/lib/profile/model/values';
import { isTaken } from './field-words';

/** Why fields were refused, in words for a person: `{ lastName: "…" }`. */
export type Reasons = Partial<Record<FieldName, string>>;

/** Clerk's codes: clerk.com/docs, "Backend API errors". */
const SWITCHED_OFF = 'form_param_unknown';
const TOO_LONG = 'form_param_max_length_exceeded';
const FULL = 'form_param_exceeds_allowed_size';
const GONE = 'resource_not_found';
const TAKEN = 'form_identifier_exists';

/** Returns true if no value of the field would be accepted, so that only giving it up helps. */
export const isSwitchedOff = ({ code }: Pick<Refusal, 'code'>): boolean => code === SWITCHED_OFF;

/** Returns true if the account itself is gone: that says nothing of the field. */
export const isAccountGone = ({ code }: Pick<Refusal, 'code'>): boolean => code === GONE;

/** Returns true if the same value would be refused again, whoever tries it. */
export const isRefusedForGood = ({ code }: Pick<Refusal, 'code'>): boolean =>
  [SWITCHED_OFF, TOO_LONG, GONE].includes(code);

const plural = (label: string): string => `${label.toLowerCase()}s`;
const isPlain = (sentence: string): boolean => sentence !== '' && !/clerk/i.test(sentence);

/**
 * Returns why a field was refused, in words that a person can act on. A code that is not listed here keeps Clerk's own
 * sentence.
 */
export function refusalInWords(name: FieldName, { code, message }: Pick<Refusal, 'code' | 'message'>): string {
  const { label, clerk } = fieldOf(name);
  switch (code) {
    case SWITCHED_OFF:
      return 'attribute' in clerk ? `This app does not use ${plural(label)}.` : `This app does not keep “${label}”.`;
    case TOO_LONG:
      return `${label} is too long. Shorten it and save again.`;
    case FULL:
      return 'Your profile is full. Shorten something and save again.';
    case TAKEN:
      return isTaken(label);
    case GONE:
      return 'This account no longer exists.';
    default:
      return isPlain(message) ? `Not accepted: ${message}` : 'This is not accepted. Change it and save again.';
  }
}

/**
 * Returns `refusedFields` for the answer to a save of which some fields were refused and the rest was taken. Empty if
 * all was taken. `errors` are the reasons, in words for a person.
 */
export function refusedFieldsInWords(errors: RefusedFields['errors']): { refusedFields?: RefusedFields } {
  const labels = Object.keys(errors).map((name) => fieldOf(name as FieldName).label.toLowerCase());
  if (labels.length === 0) return {};
  return {
    refusedFields: {
      message: `Your ${listed(labels)} ${labels.length > 1 ? 'were' : 'was'} not accepted; the rest is saved.`,
      errors,
    },
  };
}
