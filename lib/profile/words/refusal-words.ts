import type { Refusal, RefusedFields } from '@/lib/profile/model/profile';
import { fieldOf, type FieldName } from '@/lib/profile/model/values';

/** Why Clerk turned fields down, in words for a person. */
export type Reasons = Partial<Record<FieldName, string>>;

const plural = (label: string): string => `${label.toLowerCase()}s`;

/**
 * Why Clerk refused a field, in words that a person can act on. Codes that are not known here keep Clerk's own
 * sentence. Codes: clerk.com/docs, "Backend API errors".
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
 * What is told of a save of which Clerk turned some fields down and took the rest; `errors` are its reasons, in words.
 * Nothing where it took all.
 */
export function refusedFieldsInWords(errors: RefusedFields['errors']): { refusedFields?: RefusedFields } {
  const labels = Object.keys(errors).map((name) => fieldOf(name as FieldName).label.toLowerCase());
  if (labels.length === 0) return {};
  return {
    refusedFields: {
      message: `Clerk refused your ${new Intl.ListFormat('en').format(labels)}; the rest is saved.`,
      errors,
    },
  };
}
