import type { Text } from './texts/text';

/**
 * The outcome of something that can fail in an expected way: a value, or why there is none. Unexpected failures are
 * thrown, and logged once by what handles the request.
 */
export type Result<T, F = Failure> = { ok: true; value: T } | { ok: false; failure: F };

/** Why there is no value, for a person. */
export interface Failure {
  message: Text;
  /** messages under the names of the inputs that they belong to */
  errors?: Record<string, Text>;
  /** nothing is wrong with what was sent: a retry can succeed */
  later?: true;
  /** the outcome is unknown: it may have succeeded all the same */
  uncertain?: true;
  /** the server took nobody for signed in: a session that is renewed can change that */
  signedOut?: true;
  /** no retry helps before somebody has acted: whoever runs the app, or the person */
  lasting?: true;
  /** the technical cause, for whoever looks into it */
  cause?: Text;
}

/** Returns a success with its value. */
export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

/** Returns a failure of any kind. */
export const failed = <F>(failure: F): { ok: false; failure: F } => ({ ok: false, failure });

/** Returns a failure that a retry would meet again. `errors` holds messages under the names of inputs. */
export const fail = (message: Text, errors?: Record<string, Text>) =>
  failed<Failure>({ message, ...(errors && { errors }) });

type Cause = Pick<Failure, 'lasting' | 'cause'>;

/** Returns a failure after which a retry can succeed, if only once its cause is gone. */
export const failForNow = (message: Text, { lasting, cause }: Cause = {}) =>
  failed<Failure>({ message, later: true, ...(lasting && { lasting }), ...(cause && { cause }) });

/** Returns a failure whose outcome is unknown: what was sent may have been saved. */
export const failUncertain = (message: Text, cause?: Text) =>
  failed<Failure>({ message, later: true, uncertain: true, ...(cause && { cause }) });
