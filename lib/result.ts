/**
 * What came of something that can fail in a way that is expected: a value, or why there is none.
 * What nobody expects is thrown, and logged once by whoever handles the request.
 */
export type Result<T, F = Failure> = { ok: true; value: T } | { ok: false; failure: F };

/** Why nothing came of it, in words for a person. */
export interface Failure {
  message: string;
  /** messages under the names of the inputs that they belong to */
  errors?: Record<string, string>;
  /** nothing is wrong with what was sent: the same can be taken later */
  later?: true;
  /** it may have been taken all the same */
  uncertain?: true;
}

/** A success, with what came of it. */
export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });

/** A failure of any kind. */
export const failed = <F>(failure: F): { ok: false; failure: F } => ({ ok: false, failure });

/** A failure that the same, sent again, would meet again. `errors` holds messages under the names of inputs. */
export const fail = (message: string, errors?: Record<string, string>) =>
  failed<Failure>({ message, ...(errors && { errors }) });

/** A failure of the moment: the same, sent again later, can be taken. */
export const failForNow = (message: string) => failed<Failure>({ message, later: true });

/** A failure of the moment that may have been none: what was sent may have been taken. */
export const failUncertain = (message: string) => failed<Failure>({ message, later: true, uncertain: true });
