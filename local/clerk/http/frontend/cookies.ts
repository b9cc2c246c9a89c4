import { cookieSuffix } from '../../state/keys';
import type { StoredClient } from '../../state/state';

const YEAR = 31_536_000;

/** Returns one Set-Cookie header. `Secure` only over https: browsers drop such cookies from a page served over http. */
function cookie(
  name: string,
  value: string,
  { maxAge, httpOnly, secure }: { maxAge: number; httpOnly?: boolean; secure: boolean },
): string {
  return [`${name}=${value}`, 'Path=/', `Max-Age=${maxAge}`, 'SameSite=Lax', httpOnly && 'HttpOnly', secure && 'Secure']
    .filter(Boolean)
    .join('; ');
}

/** Returns the Set-Cookie headers with a browser's secret and the time of its last sign-in or sign-out. */
export const clientCookies = (client: StoredClient, secure: boolean): string[] => [
  cookie('__client', client.secret, { maxAge: YEAR, httpOnly: true, secure }),
  ...uatCookies(client, secure),
];

const uatCookies = (client: StoredClient | null, secure: boolean): string[] =>
  ['__client_uat', `__client_uat_${cookieSuffix}`].map((name) =>
    cookie(name, String(client?.uat ?? 0), { maxAge: YEAR, secure }),
  );

const NONCE = '__clerk_handshake_nonce';
export const nonceCookie = (nonce: string, secure: boolean): string => cookie(NONCE, nonce, { maxAge: 60, secure });

/**
 * Returns the Set-Cookie headers that end a handshake: a fresh token, or none if nobody is signed in.
 * They also delete the spent nonce: sent again, it would be looked up again and answered 404.
 */
export const handshakeDirectives = (client: StoredClient | null, token: string | null, secure: boolean): string[] => [
  ...['__session', `__session_${cookieSuffix}`].map((name) =>
    cookie(name, token ?? '', { maxAge: token ? YEAR : 0, secure }),
  ),
  ...uatCookies(client, secure),
  cookie(NONCE, '', { maxAge: 0, secure }),
];

/** Returns the value of one cookie in a Cookie header; null if it is not there. */
export function readCookie(header: string | undefined, name: string): string | null {
  const found = header?.split(/;\s*/).find((pair) => pair.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : null;
}
