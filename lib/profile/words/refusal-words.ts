import { labelArgs, labelOf } from '@/lib/profile/model/field-texts';
import type { Refusal, RefusedFields } from '@/lib/profile/model/profile';
import { fieldOf, type FieldName } from '@/lib/profile/model/values';
import { message, type Text } from '@/lib/texts/text';

/** Why fields were refused, for a person: `{ lastName: … }`. */
export type Reasons = Partial<Record<FieldName, Text>>;

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

const isPlain = (sentence: string): boolean => sentence !== '' && !/clerk/i.test(sentence);

/**
 * Returns why a field was refused, in words that a person can act on. A code that is not listed here keeps Clerk's own
 * sentence, which is in English.
 */
export function refusalInWords(name: FieldName, { code, message: reason }: Pick<Refusal, 'code' | 'message'>): Text {
  const label = labelOf(name);
  const lowerLabel = { list: [label], lower: true as const };
  switch (code) {
    case SWITCHED_OFF:
      return 'attribute' in fieldOf(name).clerk
        ? message('refusal.notUsed', { label, lowerLabel })
        : message('refusal.notKept', { label });
    case TOO_LONG:
      return message('refusal.tooLong', { label });
    case FULL:
      return message('refusal.full');
    case TAKEN:
      return message('refusal.taken', { label, lowerLabel });
    case GONE:
      return message('refusal.gone');
    default:
      return isPlain(reason) ? message('refusal.because', { reason }) : message('refusal.general');
  }
}

/**
 * Returns `refusedFields` for the answer to a save of which some fields were refused and the rest was taken. Empty if
 * all was taken. `errors` are the reasons, for a person.
 */
export function refusedFieldsInWords(errors: RefusedFields['errors']): { refusedFields?: RefusedFields } {
  const names = Object.keys(errors) as FieldName[];
  if (names.length === 0) return {};
  return { refusedFields: { message: message('state.refusedRest', labelArgs(names)), errors } };
}
