import 'server-only';
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { z } from 'zod';
import { env, hostOfPublishableKey, type Complaint } from '@/lib/env';
import { log } from '@/lib/log';
import { withDeadline } from './deadline';
import { loadSessionKeys, sessionKeys, toPem } from '@/lib/clerk/session/session-key';

/**
 * The longest that a start waits for Clerk, in ms: its API answers within a second, and an outage must not keep an app
 * from starting.
 */
const CHECK_MS = 3_000;

const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/**
 * Asks Clerk, before anything is served, whether this app's keys are good, and returns what is certainly wrong with
 * them. What cannot be known now, since Clerk does not answer, is a line in the log. The keys of sessions that come
 * with the answer are kept for the first visitors. Never rejects.
 */
export async function checkKeys(): Promise<Complaint[]> {
  const { CLERK_JWT_KEY } = env();
  const [failure, publicKeys] = await Promise.all([loadSessionKeys(CHECK_MS), keysOfPublishableKey()]);
  if (failure?.kind === 'misconfigured')
    return [
      {
        name: 'CLERK_SECRET_KEY',
        problem:
          'is well-formed, but Clerk refuses it. Copy it again from Clerk’s dashboard: Configure → API keys → Secret keys.',
      },
    ];
  if (failure) {
    log.warn(
      { failure },
      'whether Clerk takes CLERK_SECRET_KEY is not known yet: Clerk does not answer. Nobody can be told signed in until it does, unless CLERK_JWT_KEY is set',
    );
    return [];
  }

  const keys = sessionKeys();
  if (keys.length === 0) return [];
  const complaints: Complaint[] = [];
  if (publicKeys && publicKeys.length > 0 && !publicKeys.some((key) => keys.includes(key)))
    complaints.push({
      name: 'CLERK_SECRET_KEY',
      problem:
        'belongs to another Clerk instance than NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY, so that nobody who signs in could be recognised. Copy both from one instance.',
    });
  if (CLERK_JWT_KEY && !keys.includes(asPem(CLERK_JWT_KEY)))
    complaints.push({
      name: 'CLERK_JWT_KEY',
      problem:
        'is none of the keys with which this Clerk instance signs sessions, so that nobody could be recognised. Copy it from the instance of CLERK_SECRET_KEY, or leave it out.',
    });
  return complaints;
}

const asPem = (key: string): string => createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string;

/**
 * The keys that verify the sessions which browsers get with our publishable key, as the Frontend API publishes them, in
 * PEM. Null where they cannot be had, or where that API is reached through a proxy, which names the instance by the
 * secret key alone.
 */
async function keysOfPublishableKey(): Promise<string[] | null> {
  const { CLERK_FAPI_URL, NEXT_PUBLIC_CLERK_PROXY_URL, NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY } = env();
  if (!CLERK_FAPI_URL && NEXT_PUBLIC_CLERK_PROXY_URL) return null;
  const base = CLERK_FAPI_URL ?? `https://${hostOfPublishableKey(NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY)}`;
  const url = new URL('/.well-known/jwks.json', base);
  try {
    return await withDeadline(CHECK_MS, async () => {
      const answer = await fetch(url, { cache: 'no-store' });
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
      return keySetSchema.parse(await answer.json()).keys.map((key) => toPem(key as JsonWebKey));
    });
  } catch (err) {
    log.warn(
      { err, url: url.href },
      'whether both keys of Clerk are of one instance is not known: the Frontend API of the publishable key does not tell its keys',
    );
    return null;
  }
}
