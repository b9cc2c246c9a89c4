import 'server-only';
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { z } from 'zod';
import { env } from '@/lib/env';
import type { EnvIssue } from '@/lib/env/issue';
import { hostOfPublishableKey } from '@/lib/env/keys';
import { log } from '@/lib/log';
import { withDeadline } from './deadline';
import { loadSessionKeys, sessionKeys, toPem } from '@/lib/clerk/session/session-key';

/**
 * The longest that a start waits for Clerk, in ms: its API answers within a second, and an outage must not stop a
 * start.
 */
const CHECK_MS = 3_000;

const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/**
 * Returns what is certainly wrong with this app's keys, as Clerk says at the start, before anything is served. If Clerk
 * does not answer, that is logged and nothing is wrong. Keeps the session keys of the answer for the first visitors.
 * Never rejects.
 */
export async function checkKeys(): Promise<EnvIssue[]> {
  const { CLERK_JWT_KEY } = env();
  const [failure, publicKeys] = await Promise.all([loadSessionKeys(CHECK_MS), keysOfPublishableKey()]);
  if (failure?.kind === 'misconfigured')
    return [
      {
        name: 'CLERK_SECRET_KEY',
        problem:
          'is well-formed, but Clerk refuses it. Copy it again from Clerk’s dashboard: Configure → API keys → ' +
          'Secret keys.',
      },
    ];
  if (failure) {
    log.warn(
      { failure },
      'whether Clerk takes CLERK_SECRET_KEY is not known yet: Clerk does not answer. Nobody can be recognised as ' +
        'signed in until it does, unless CLERK_JWT_KEY is set',
    );
    return [];
  }

  const keys = sessionKeys();
  if (keys.length === 0) return [];
  const issues: EnvIssue[] = [];
  if (publicKeys && publicKeys.length > 0 && !publicKeys.some((key) => keys.includes(key)))
    issues.push({
      name: 'CLERK_SECRET_KEY',
      problem:
        'belongs to another Clerk instance than NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY, so that nobody who signs in ' +
        'could be recognised. Copy both from one instance.',
    });
  if (CLERK_JWT_KEY && !keys.includes(asPem(CLERK_JWT_KEY)))
    issues.push({
      name: 'CLERK_JWT_KEY',
      problem:
        'is none of the keys with which this Clerk instance signs sessions, so that nobody could be recognised. ' +
        'Copy it from the instance of CLERK_SECRET_KEY, or leave it out.',
    });
  return issues;
}

const asPem = (key: string): string => createPublicKey(key).export({ type: 'spki', format: 'pem' }) as string;

/**
 * Returns the session keys of the publishable key's instance, in PEM, as its Frontend API publishes them. Null if they
 * cannot be read, or if that API is proxied: the proxy picks the instance by the secret key alone.
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
      'whether both keys of Clerk are of one instance is not known: the Frontend API of the publishable key does ' +
        'not publish its keys',
    );
    return null;
  }
}
