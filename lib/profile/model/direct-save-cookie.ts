/** The cookie in which a browser keeps when it last saved directly. */
const NAME = 'perdure-direct-save';
/** How long it is kept, in s: by then somebody has read Clerk. */
const KEPT_FOR_S = 600;

/** Returns the cookie that says when a browser last saved directly, in ms since 1970 by the clock of Postgres. */
export const directSaveCookie = (at: number): string => `${NAME}=${at}; path=/; max-age=${KEPT_FOR_S}; samesite=lax`;

/**
 * Returns when the browser that sends these cookies last saved directly, in ms since 1970; undefined if it did not. A
 * process that reaches Postgres knows nothing of such a save until it reads Clerk: this is how it learns of one.
 */
export function directSaveAtIn(cookies: string | null): number | undefined {
  const found = cookies?.split(';').find((cookie) => cookie.trim().startsWith(`${NAME}=`));
  const at = Number(found?.split('=')[1]);
  return Number.isSafeInteger(at) && at > 0 ? at : undefined;
}
