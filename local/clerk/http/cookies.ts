import { cookieSuffix } from '../state/keys';
import type { StoredClient } from '../state/state';

const YEAR = 31_536_000;

/** One Set-Cookie header. `Secure` only over https: browsers drop such cookies from a page served over http. */
function cookie(
  name: string,
  value: string,
  { maxAge, httpOnly, secure }: { maxAge: number; httpOnly?: boolean; secure: boolean },
): string {
  return [`${name}=${value}`, 'Path=/', `Max-Age=${maxAge}`, 'SameSite=Lax', httpOnly && 'HttpOnly', secure && 'Secure']
    .filter(Boolean)
    .join('; ');
}

/** The cookies that tell a browser who it is and when somebody last signed in. */
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
 * What a handshake makes of a browser's cookies: a fresh token, or none where nobody is signed in. The spent nonce must
 * go: sent again, it would be looked up again and answered 404.
 */
export const handshakeDirectives = (client: StoredClient | null, token: string | null, secure: boolean): string[] => [
  ...['__session', `__session_${cookieSuffix}`].map((name) =>
    cookie(name, token ?? '', { maxAge: token ? YEAR : 0, secure }),
  ),
  ...uatCookies(client, secure),
  cookie(NONCE, '', { maxAge: 0, secure }),
];

/** The value of one cookie of a request. */
export function readCookie(header: string | undefined, name: string): string | null {
  const found = header?.split(/;\s*/).find((pair) => pair.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : null;
}
