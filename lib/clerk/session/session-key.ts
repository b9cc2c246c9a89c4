import 'server-only';
import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { clerk } from '@/lib/clerk/client';
import { withDeadline } from '@/lib/clerk/deadline';
import { classifyClerkError, type ClerkFailure } from '@/lib/clerk/errors';
import { READ_DEADLINE_MS } from '@/lib/clerk/users';

/**
 * How long Clerk's keys count as current, in ms: as long as in Clerk's own SDK, which then refuses everyone until Clerk
 * answers.
 */
const CURRENT_FOR_MS = 5 * 60_000;
/** The shortest time between two times of asking, in ms: anybody can send a token with an unknown key. */
const PAUSE_MS = 3_000;

interface Known {
  /** public keys in PEM by their ids */
  keys: ReadonlyMap<string, string>;
  /** when Clerk last told them, and when it was last asked, ms since 1970 */
  toldAt: number;
  askedAt: number;
  asking: Promise<void> | null;
  /** why Clerk did not tell them when it was last asked; null where it did */
  failure: ClerkFailure | null;
}

// Next bundles this module more than once in one process; the keys must be known to all.
const shared = globalThis as typeof globalThis & { perdureSessionKeys?: Known | undefined };
const known = (): Known =>
  (shared.perdureSessionKeys ??= { keys: new Map(), toldAt: 0, askedAt: 0, asking: null, failure: null });

/**
 * The public key, in PEM, that verifies the session in a request: `CLERK_JWT_KEY` where that is set, else the one that
 * Clerk last told. Undefined where the request carries no session, or one signed by a key that is not known. Clerk's
 * SDK forgets its keys after five minutes and asks without a deadline, so that everybody would wait for a Clerk that
 * hangs; here a known key stays until Clerk tells others.
 */
export async function sessionKeyFor(request: Request): Promise<string | undefined> {
  const { CLERK_JWT_KEY } = env();
  if (CLERK_JWT_KEY) return CLERK_JWT_KEY;
  const ids = keyIds(request.headers);
  const find = () => ids.map((id) => known().keys.get(id)).find((key) => key !== undefined);
  if (ids.length === 0 || (find() && Date.now() - known().toldAt < CURRENT_FOR_MS)) return find();
  const asking = askClerk(READ_DEADLINE_MS);
  if (!find()) await asking;
  return find();
}

/**
 * Why the key that would verify a request's session could not be had, once `sessionKeyFor` has looked for it: then it
 * is not known who is asking. Null where the request carries no session, where its key is known, and where Clerk has
 * told its keys and that one is not among them.
 */
export function keyFailureFor(request: Request): ClerkFailure | null {
  if (env().CLERK_JWT_KEY) return null;
  const ids = keyIds(request.headers);
  const { keys, failure } = known();
  return ids.length > 0 && !ids.some((id) => keys.has(id)) ? failure : null;
}

/**
 * A key for a request whose session names one that Clerk has not told: one of those it has, so that the SDK turns the
 * session down without asking Clerk each time. Undefined where the request brings a new session (by a handshake or a
 * refresh token), which its own key must verify.
 */
export function otherKeyFor(request: Request): string | undefined {
  const bringsNewOne = /__clerk_handshake|__refresh/.test(`${request.url} ${request.headers.get('cookie')}`);
  return bringsNewOne || keyIds(request.headers).length === 0 ? undefined : known().keys.values().next().value;
}

/**
 * Asks Clerk for its keys, unless it was asked less than 3 s ago, and returns why it did not tell them, or null where
 * it did. Never rejects.
 */
export async function loadSessionKeys(deadlineMs = READ_DEADLINE_MS): Promise<ClerkFailure | null> {
  await askClerk(deadlineMs);
  return known().failure;
}

/** The keys that Clerk told last, in PEM. */
export const sessionKeys = (): string[] => [...known().keys.values()];

function askClerk(deadlineMs: number): Promise<void> {
  const state = known();
  if (!state.asking && Date.now() - state.askedAt < PAUSE_MS) return Promise.resolve();
  return (state.asking ??= fetchKeys(deadlineMs).then(
    (keys) => {
      Object.assign(state, { keys, toldAt: Date.now(), askedAt: Date.now(), asking: null, failure: null });
    },
    (err: unknown) => {
      const failure = classifyClerkError(err);
      Object.assign(state, { askedAt: Date.now(), asking: null, failure });
      if (failure.kind === 'misconfigured')
        log.error({ failure }, 'Clerk refuses CLERK_SECRET_KEY, and so does not tell the keys of its sessions');
      else log.warn({ err }, 'Clerk did not tell the keys of its sessions, will ask again');
    },
  ));
}

async function fetchKeys(deadlineMs: number): Promise<Map<string, string>> {
  const { keys } = await withDeadline(deadlineMs, () => clerk().jwks.getJwks());
  return new Map((keys ?? []).map((key) => [key.kid, toPem(key as unknown as JsonWebKey)]));
}

/** A public key as Clerk's key sets hold it, in PEM. */
export const toPem = (key: JsonWebKey): string =>
  createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' }) as string;

/** Forgets the keys: for tests, in which Clerk is another one each time. */
export const forgetSessionKeys = (): void => {
  shared.perdureSessionKeys = undefined;
};

/** The ids of the keys that signed the tokens in a request. */
function keyIds(headers: Headers): string[] {
  const cookies = (headers.get('cookie') ?? '').split(/;\s*/).filter((pair) => pair.startsWith('__session'));
  const tokens = [
    /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1],
    ...cookies.map((pair) => pair.slice(pair.indexOf('=') + 1)),
  ];
  return tokens.flatMap((token) => keyId(token ?? '') ?? []);
}

function keyId(token: string): string | null {
  try {
    const { kid } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid?: unknown };
    return typeof kid === 'string' ? kid : null;
  } catch {
    return null; // not a token: Clerk's SDK says so to the visitor
  }
}
