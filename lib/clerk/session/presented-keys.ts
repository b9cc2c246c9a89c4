import 'server-only';

/** Returns the ids of the keys that signed the session tokens in a request, as the tokens say: nothing is verified. */
export function presentedKeyIds(headers: Headers): string[] {
  const cookies = (headers.get('cookie') ?? '').split(/;\s*/).filter((pair) => pair.startsWith('__session'));
  const tokens = [
    /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1],
    ...cookies.map((pair) => pair.slice(pair.indexOf('=') + 1)),
  ];
  return tokens.flatMap((token) => keyIdOf(token ?? '') ?? []);
}

function keyIdOf(token: string): string | null {
  try {
    const { kid } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid?: unknown };
    return typeof kid === 'string' ? kid : null;
  } catch {
    return null; // not a token: Clerk's SDK answers the visitor so
  }
}
