import { createHash, randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import { newId } from './ids';
import type { State } from './state';

/** The host of the local Clerk's publishable key. It resolves nowhere, and no real instance can have it. */
export const LOCAL_HOST = 'clerk.perdure.localhost';
/** How the local Clerk's secret keys begin. */
export const LOCAL_SECRET_PREFIX = 'sk_live_perdure_local_';

/** The publishable key. It looks live, because a test key asks for a handshake on each first load. */
export const publishableKey = `pk_live_${Buffer.from(`${LOCAL_HOST}$`).toString('base64').replaceAll('=', '')}`;

/** What Clerk appends to the names of its cookies: a short hash of the publishable key. */
export const cookieSuffix = createHash('sha1').update(publishableKey).digest('base64url').slice(0, 8);

/** Returns the keys of a new instance. */
export async function newKeys(): Promise<State['keys']> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const kid = newId('ins');
  return {
    private: { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' },
    public: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' },
    secretKey: LOCAL_SECRET_PREFIX + randomBytes(20).toString('hex'),
    webhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
    instanceId: kid,
  };
}

const hostOf = (key: string): string =>
  Buffer.from(key.replace(/^pk_(live|test)_/, ''), 'base64')
    .toString()
    .replace(/\$$/, '');

/**
 * Refuses to start beside the keys of a real Clerk instance.
 * @throws if the environment holds any
 */
export function refuseBesideRealKeys(env: Record<string, string | undefined>): void {
  const { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishable, CLERK_SECRET_KEY: secret } = env;
  const found = [
    publishable &&
      hostOf(publishable) !== LOCAL_HOST &&
      `NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY (of ${hostOf(publishable)})`,
    secret && !secret.startsWith(LOCAL_SECRET_PREFIX) && 'CLERK_SECRET_KEY',
  ].filter(Boolean);
  if (found.length > 0)
    throw new Error(
      'The local Clerk does not start beside the keys of a real Clerk instance: ' +
        `${found.join(' and ')} ${found.length > 1 ? 'are' : 'is'} set. ` +
        'Unset them to try Perdure locally, or use `npm run build` and `npm start` for the real instance.',
    );
}
