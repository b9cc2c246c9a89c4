import { newTraceId } from '../state/ids';

/** One entry of the `errors` list in Clerk's answers. */
export interface ErrorEntry {
  code: string;
  message: string;
  long_message: string;
  /** `{ param_name }` if the failure is about one parameter */
  meta?: Record<string, unknown>;
}

/** A failure as Clerk answers it: thrown by the rules of state/, written by http/. */
export class ClerkFault extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 413 | 422 | 429 | 500 | 501 | 503,
    readonly entry: ErrorEntry,
    readonly headers: Record<string, string> = {},
  ) {
    super(entry.message);
  }
}

/** Returns Clerk's response body for a failure, with a trace id of its own. */
export const errorBody = (entry: ErrorEntry) => ({ errors: [entry], clerk_trace_id: newTraceId() });

const entry = (code: string, message: string, long_message = message, param_name?: string): ErrorEntry => ({
  code,
  message,
  long_message,
  ...(param_name && { meta: { param_name } }),
});

/** A 422 about one parameter. */
const paramFault = (param: string, code: string, message: string, long = message) =>
  new ClerkFault(422, entry(code, message, long, param));

export const notFound = (what: string, id: string) =>
  new ClerkFault(404, entry('resource_not_found', 'not found', `No ${what} was found with id ${id}.`));
export const paramUnknown = (param: string) =>
  paramFault(param, 'form_param_unknown', 'is unknown', `${param} is not a valid parameter for this request.`);
export const requestRefused = () =>
  new ClerkFault(422, entry('request_body_invalid', 'is invalid', 'Something in this request is not allowed.'));
export const paramMissing = (param: string) =>
  paramFault(param, 'form_param_nil', 'is missing', `${param} must be included.`);
export const paramInvalid = (param: string, long: string) =>
  paramFault(param, 'form_param_format_invalid', 'is invalid', long);
export const paramTooLong = (param: string, max: number) =>
  paramFault(
    param,
    'form_param_max_length_exceeded',
    'exceeds maximum length',
    `${param} should not exceed ${max} characters.`,
  );
export const paramTooMany = (param: string, max: number) =>
  paramFault(
    param,
    'form_param_array_size_exceeded',
    'exceeds maximum size',
    `${param} should not exceed ${max} items.`,
  );
export const paramInvalidValue = (param: string, value: string) =>
  paramFault(
    param,
    'form_param_value_invalid',
    'is invalid',
    `${value} does not match one of the allowed values for parameter ${param}`,
  );
export const metadataTooLarge = (param: string) =>
  paramFault(
    param,
    'form_param_exceeds_allowed_size',
    `The given ${param} exceeds the maximum allowed size of 8192 bytes (8 KB).`,
  );
export const metadataNoObject = (param: string) =>
  paramFault(param, 'form_param_value_invalid', `${param} must be a valid key-value object.`);
export const resourceMissing = (param: string) =>
  paramFault(
    param,
    'form_resource_not_found',
    'is missing',
    `The resource associated with the supplied ${param} was not found.`,
  );
export const identifierNotFound = () =>
  paramFault('identifier', 'form_identifier_not_found', "Couldn't find your account.");
export const identifierExists = (param: 'email_address' | 'phone_number' | 'username') =>
  paramFault(param, 'form_identifier_exists', `That ${param.replace('_', ' ')} is taken. Please try another.`);
export const identifierUnverified = (param: string) =>
  paramFault(
    param,
    'form_verification_needed',
    'is unverified',
    'This identification needs to be verified before you can perform this action.',
  );
/** A user name that breaks one of Clerk's rules. Clerk documents the codes, and of the texts only the last. */
const USERNAME_RULES = {
  invalid_length: 'Username must be between {min} and {max} characters long.',
  invalid_character: "Username can only contain letters, numbers and '_' or '-'.",
  needs_non_number_char: 'Username must contain one non-number character.',
  cannot_be_phone_number: 'username cannot be a phone number. Please choose a different username.',
};
export const usernameInvalid = (rule: keyof typeof USERNAME_RULES, { min = 0, max = 0 } = {}) =>
  paramFault(
    'username',
    `form_username_${rule}`,
    USERNAME_RULES[rule].replace('{min}', String(min)).replace('{max}', String(max)),
  );
export const passwordIncorrect = () =>
  paramFault(
    'password',
    'form_password_incorrect',
    'is incorrect',
    'Password is incorrect. Try again, or use another method.',
  );
export const passwordTooShort = (min: number) =>
  paramFault('password', 'form_password_length_too_short', `Passwords must be ${min} characters or more.`);
export const sessionExists = () =>
  new ClerkFault(400, entry('session_exists', 'Session already exists', "You're already signed in."));
export const notSignedIn = () =>
  new ClerkFault(
    401,
    entry(
      'authentication_invalid',
      'Invalid authentication',
      'Unable to authenticate the request, you need to supply an active session',
    ),
  );
export const secretKeyInvalid = () =>
  new ClerkFault(
    401,
    entry(
      'clerk_key_invalid',
      'The provided Clerk Secret Key is invalid. Make sure that your Clerk Secret Key is correct.',
    ),
  );
export const tooManyRequests = (retryAfterSeconds: number) =>
  new ClerkFault(429, entry('too_many_requests', 'Too many requests. Please try again in a bit.'), {
    'retry-after': String(retryAfterSeconds),
  });
export const serverFault = (status: 500 | 503) =>
  new ClerkFault(
    status,
    entry(
      status === 500 ? 'internal_clerk_error' : 'service_unavailable',
      'Oops, an unexpected error occurred',
      "There was an internal error on our servers. We've been notified and are working on fixing it.",
    ),
  );
export const notImplemented = (method: string, path: string) =>
  new ClerkFault(
    501,
    entry('not_implemented', 'Not implemented', `The local Clerk does not implement ${method} ${path}.`),
  );

/** Returns the failure for the status that a fault setting asks for. */
export const faultOf = (status: 401 | 429 | 500 | 503, retryAfterSeconds: number): ClerkFault =>
  status === 401 ? secretKeyInvalid() : status === 429 ? tooManyRequests(retryAfterSeconds) : serverFault(status);
