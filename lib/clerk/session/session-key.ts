import 'server-only';
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { singleton } from '@/lib/singleton';
import { clerk } from '@/lib/clerk/client';
import { withDeadline } from '@/lib/clerk/deadline';
import { classifyClerkError, type ClerkFailure } from '@/lib/clerk/errors';
import { READ_DEADLINE_MS } from '@/lib/clerk/users';
import { presentedKeyIds } from './presented-keys';

/**
 * How long keys count as current, in ms: as in Clerk's SDK, which refuses everyone from then on until Clerk answers.
 */
const CURRENT_FOR_MS = 5 * 60_000;
/** The shortest time between two requests for the keys, in ms: anybody can send a token with an unknown key. */
const PAUSE_MS = 3_000;

const known = singleton('session-keys', () => ({
  /** public keys in PEM by their ids */
  keys: new Map() as ReadonlyMap<string, string>,
  /** when Clerk last answered with them, and when it was last asked, ms since 1970 */
  readAt: 0,
  askedAt: 0,
  asking: null as Promise<void> | null,
  /** why Clerk did not answer when it was last asked; null if it did */
  failure: null as ClerkFailure | null,
}));

/**
 * The public key, in PEM, that is to verify the session in a request, or why it could not be had: then it is not known
 * whose request this is. Undefined leaves it to Clerk's SDK.
 */
export type SessionKey = { jwtKey: string | undefined } | { failure: ClerkFailure };

/**
 * Returns the key that is to verify a request's session: `CLERK_JWT_KEY` if set, else the one that the session names.
 * Clerk's SDK forgets its keys after five minutes and asks without a deadline, so that everybody would wait for a Clerk
 * that hangs; here a known key stays until Clerk answers with others.
 *
 * A session that names a key which Clerk does not have gets one of those it has: the SDK refuses the session then,
 * without asking Clerk each time. Not if the request brings a new session (by a handshake or a refresh token), which
 * its own key must verify.
 */
export async function findSessionKey(request: Request): Promise<SessionKey> {
  const { CLERK_JWT_KEY } = env();
  if (CLERK_JWT_KEY) return { jwtKey: CLERK_JWT_KEY };
  const ids = presentedKeyIds(request.headers);
  if (ids.length === 0) return { jwtKey: undefined };

  const find = () => ids.map((id) => known().keys.get(id)).find((key) => key !== undefined);
  if (!find() || Date.now() - known().readAt >= CURRENT_FOR_MS) {
    const asking = askClerk(READ_DEADLINE_MS);
    if (!find()) await asking; // a known key is renewed while nobody waits
  }
  const jwtKey = find();
  if (jwtKey) return { jwtKey };
  const { failure, keys } = known();
  if (failure) return { failure };
  const bringsNewSession = /__clerk_handshake|__refresh/.test(`${request.url} ${request.headers.get('cookie')}`);
  return { jwtKey: bringsNewSession ? undefined : keys.values().next().value };
}

/** Reads Clerk's keys, unless it was asked less than 3 s ago. Returns why that failed, or null. Never rejects. */
export async function loadSessionKeys(deadlineMs = READ_DEADLINE_MS): Promise<ClerkFailure | null> {
  await askClerk(deadlineMs);
  return known().failure;
}

/** Returns the keys that Clerk last answered with, in PEM. */
export const sessionKeys = (): string[] => [...known().keys.values()];

function askClerk(deadlineMs: number): Promise<void> {
  const state = known();
  if (!state.asking && Date.now() - state.askedAt < PAUSE_MS) return Promise.resolve();
  return (state.asking ??= fetchKeys(deadlineMs).then(
    (keys) => {
      Object.assign(state, { keys, readAt: Date.now(), askedAt: Date.now(), asking: null, failure: null });
    },
    (err: unknown) => {
      const failure = classifyClerkError(err);
      Object.assign(state, { askedAt: Date.now(), asking: null, failure });
      if (failure.kind === 'misconfigured')
        log.error({ failure }, 'Clerk refuses CLERK_SECRET_KEY, so the keys of its sessions cannot be read');
      else log.warn({ err }, 'the keys of Clerk’s sessions could not be read, will ask again');
    },
  ));
}

async function fetchKeys(deadlineMs: number): Promise<Map<string, string>> {
  const { keys } = await withDeadline(deadlineMs, () => clerk().jwks.getJwks());
  return new Map((keys ?? []).map((key) => [key.kid, toPem(key as unknown as JsonWebKey)]));
}

/** Returns a public key of Clerk's key sets in PEM. */
export const toPem = (key: JsonWebKey): string =>
  createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }) as string;
