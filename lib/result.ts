/**
 * The outcome of something that can fail in a way a person can act on.
 * `errors` holds messages under the names of the inputs they belong to; `message` is about the whole.
 * Failures nobody can act on are thrown, and logged once at the door.
 */
export type Result<T> = { ok: true; value: T } | { ok: false; message: string; errors?: Record<string, string> };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const fail = (message: string, errors?: Record<string, string>): Result<never> => ({
  ok: false,
  message,
  ...(errors && { errors }),
});
