/**
 * The outcome of something that can fail in a way a person can act on.
 * `errors` holds messages under the names of the inputs they belong to; `message` is about the whole.
 * Failures nobody can act on are thrown, and logged once at the door.
 */
export type Result<T> = { ok: true; value: T } | Failure;

/** Nothing came of it, and why, in words for a person. */
export interface Failure {
  ok: false;
  message: string;
  errors?: Record<string, string>;
  /** nothing is wrong with what was sent: the same can be taken later */
  later?: true;
  /** it may have been taken all the same */
  uncertain?: true;
}

/** A success, with what came of it. */
export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

/** A failure that the same, sent again, would meet again. `errors` holds messages under the names of inputs. */
export const fail = (message: string, errors?: Record<string, string>): Failure => ({
  ok: false,
  message,
  ...(errors && { errors }),
});

/** A failure of the moment: the same, sent again later, can be taken. */
export const failForNow = (message: string): Failure => ({ ok: false, message, later: true });

/** A failure of the moment that may have been none: what was sent may have been taken. */
export const failUncertain = (message: string): Failure => ({ ...failForNow(message), uncertain: true });
