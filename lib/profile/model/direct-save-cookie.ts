/**
 * The cookie in which a browser keeps when it last saved directly. `maxAge` is in s: by then somebody has read Clerk.
 */
export const DIRECT_SAVE_COOKIE = { name: 'perdure-direct-save', path: '/', maxAge: 600, sameSite: 'lax' } as const;

/** Returns that cookie as a script sets it. `at` is in ms since 1970 by the clock of Postgres. */
export function directSaveCookie(at: number): string {
  const { name, path, maxAge, sameSite } = DIRECT_SAVE_COOKIE;
  return `${name}=${at}; path=${path}; max-age=${maxAge}; samesite=${sameSite}`;
}

/**
 * Returns when the browser that sends these cookies last saved directly, in ms since 1970; undefined if it did not. A
 * process that reaches Postgres knows nothing of such a save until it reads Clerk: this is how it learns of one.
 */
export function directSaveAtIn(cookies: string | null): number | undefined {
  const found = cookies?.split(';').find((cookie) => cookie.trim().startsWith(`${DIRECT_SAVE_COOKIE.name}=`));
  const at = Number(found?.split('=')[1]);
  return Number.isSafeInteger(at) && at > 0 ? at : undefined;
}
