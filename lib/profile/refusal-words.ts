import type { Refusal } from './profile';
import { fieldOf, type FieldName } from './values';

const plural = (label: string): string => `${label.toLowerCase()}s`;

/**
 * Why Clerk refused a field, in words that a person can act on. Codes that are not known here keep Clerk's own sentence.
 * Codes: clerk.com/docs, "Backend API errors".
 */
export function refusalInWords(name: FieldName, { code, message }: Pick<Refusal, 'code' | 'message'>): string {
  const { label, clerk } = fieldOf(name);
  switch (code) {
    case 'form_param_unknown':
      return 'attribute' in clerk ? `Clerk has ${plural(label)} switched off for this app.` : `Clerk does not keep “${label}” for this app.`;
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
