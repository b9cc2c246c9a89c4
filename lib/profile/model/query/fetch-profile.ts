import { onlineManager, type QueryClient } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { failedRequest, type FailedRequest } from '@/lib/failed-request';
import type { Failure } from '@/lib/result';
import { profileSchema, type Profile } from '@/lib/profile/model/profile';
import { isText, nameOf, type Text } from '@/lib/texts/text';
import { observeServerTime, TIME_HEADER } from './server-clock';

/** Thrown when no profile could be read; `reason` is the app's own, for a person. */
export class ProfileUnavailable extends Error {
  constructor(
    readonly reason: Text,
    /** of the app's answer; 0 where there was none of it */
    readonly status: number,
    /** why there was none */
    readonly failed?: FailedRequest,
    /** `lasting`: no retry helps before somebody has acted. `cause`: the technical one */
    readonly why: Pick<Failure, 'lasting' | 'cause'> = {},
  ) {
    super(nameOf(reason));
    this.name = 'ProfileUnavailable';
  }

  /** Whose session this browser has, where that is why. */
  get whose(): 'nobody’s' | 'somebody else’s' | 'unknown' {
    return this.status === 401 ? 'nobody’s' : this.status === 409 ? 'somebody else’s' : 'unknown';
  }
}

/**
 * The header that names whose profile it is. In a request: whose page asks, since another user may have signed in on
 * the same browser since; without it, whoever is signed in is answered. In the answer: whose it is.
 */
export const USER_HEADER = 'perdure-user';

/** What each cache read last, and under which ETag. */
const lastRead = new WeakMap<QueryClient, { etag: string; profile: Profile }>();

/** Whose profile each cache has read. */
const owners = new WeakMap<QueryClient, string>();

/** Returns whose profile a cache has read; undefined before it was. */
export const ownerIn = (cache: QueryClient): string | undefined => owners.get(cache);

/** Makes a request, and once more with a renewed session if it was answered that nobody is signed in. */
export type WithRenewal = <T>(ask: () => Promise<T>, isSignedOut: (answer: T) => boolean) => Promise<T>;

/** Who reads the profile: the query's `meta`. */
export type Reader = { userId?: string; withRenewal?: WithRenewal };

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: Reader;
  }
}

/**
 * Reads the profile from the server, or from `cache` if the server answers that it has not changed.
 * @throws ProfileUnavailable where there is none to be had; and what `signal` has `fetch` throw
 */
export async function fetchProfile(cache: QueryClient, reader: Reader, signal: AbortSignal): Promise<Profile> {
  const wasOffline = !onlineManager.isOnline();
  const profile = await read(cache, reader, signal).catch((error: unknown) => {
    if (error instanceof ProfileUnavailable || signal.aborted) throw error;
    throw new ProfileUnavailable('', 0, failedRequest(error));
  });
  if (wasOffline) onlineManager.setOnline(true); // the browser was wrong
  return profile;
}

async function read(
  cache: QueryClient,
  { userId, withRenewal = (ask) => ask() }: Reader,
  signal: AbortSignal,
): Promise<Profile> {
  const known = lastRead.get(cache);
  const ask = () =>
    fetch('/api/profile', {
      signal,
      cache: 'no-store', // the browser's own cache has tabs that ask at the same moment wait for each other
      headers: {
        accept: 'application/json',
        ...(userId !== undefined && { [USER_HEADER]: userId }),
        ...(known && { 'if-none-match': known.etag }),
      },
    });
  const response = await withRenewal(ask, ({ status }) => status === 401);
  const at = Number(response.headers.get(TIME_HEADER));
  if (at > 0) observeServerTime(at);
  if (response.status === 304 && known) return known.profile;
  const body = await jsonIn(response);
  if (!response.ok) throw new ProfileUnavailable(messageIn(body), response.status, undefined, whyIn(body));
  const profile = profileSchema.safeParse(body);
  if (!profile.success) throw new ProfileUnavailable('', 0, 'unreadable');
  const owner = response.headers.get(USER_HEADER);
  if (owner !== null) owners.set(cache, owner);
  const etag = response.headers.get('etag');
  if (etag !== null) lastRead.set(cache, { etag, profile: profile.data });
  return profile.data;
}

/** Every answer of the app is JSON; a page of a proxy, or of a Wi-Fi that asks for a sign-in, is not. */
const jsonIn = (response: Response): Promise<unknown> =>
  response.json().catch((error: Error) => {
    throw error.name === 'SyntaxError' ? new ProfileUnavailable('', 0, 'foreign') : error;
  });

/** Returns the app's own words in the body of an error. */
function messageIn(body: unknown): Text {
  if (typeof body === 'object' && body !== null && 'message' in body && isText(body.message)) return body.message;
  throw new ProfileUnavailable('', 0, 'foreign');
}

/** Whether the cause of an error lasts, and what it is, as far as its body says so. */
const whySchema = z.object({
  lasting: z.optional(z.literal(true)),
  cause: z.optional(z.custom<Text>(isText)),
});
const whyIn = (body: unknown): z.output<typeof whySchema> => whySchema.safeParse(body).data ?? {};
