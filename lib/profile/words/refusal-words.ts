import { listed } from '@/lib/english';
import type { Refusal, RefusedFields } from '@/lib/profile/model/profile';
import { fieldOf, type FieldName } from '@/lib/profile/model/values';

/** Why Clerk refused fields, in words for a person: `{ lastName: "…" }`. */
export type Reasons = Partial<Record<FieldName, string>>;

const plural = (label: string): string => `${label.toLowerCase()}s`;

/**
 * Returns why Clerk refused a field, in words that a person can act on. A code that is not listed here keeps Clerk's
 * own sentence. Codes: clerk.com/docs, "Backend API errors".
 */
export function refusalInWords(name: FieldName, { code, message }: Pick<Refusal, 'code' | 'message'>): string {
  const { label, clerk } = fieldOf(name);
  switch (code) {
    case 'form_param_unknown':
      return 'attribute' in clerk
        ? `Clerk has ${plural(label)} switched off for this app.`
        : `Clerk does not keep “${label}” for this app.`;
    case 'form_param_max_length_exceeded':
      return `${label} is longer than Clerk allows. Shorten it and save again.`;
    case 'form_param_exceeds_allowed_size':
      return 'Your profile is full: Clerk keeps 8 KB for each person.';
    case 'resource_not_found':
      return 'This account no longer exists in Clerk.';
    default:
      return message;
  }
}

/**
 * Returns `refusedFields` for the answer to a save of which Clerk refused some fields and took the rest. Empty if it
 * took all. `errors` are the reasons, in words for a person.
 */
export function refusedFieldsInWords(errors: RefusedFields['errors']): { refusedFields?: RefusedFields } {
  const labels = Object.keys(errors).map((name) => fieldOf(name as FieldName).label.toLowerCase());
  if (labels.length === 0) return {};
  return {
    refusedFields: {
      message: `Clerk refused your ${listed(labels)}; the rest is saved.`,
      errors,
    },
  };
}
