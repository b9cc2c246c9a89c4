import type { QueryClient } from '@tanstack/react-query';
import { profileSchema, type Profile } from '@/lib/profile/model/profile';

/** Thrown when the server returned no profile; `message` can be shown to the user. */
export class ProfileUnavailable extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
    this.name = 'ProfileUnavailable';
  }

  /** Whose session this browser has, where that is why. */
  get whose(): 'nobody’s' | 'somebody else’s' | 'unknown' {
    return this.status === 401 ? 'nobody’s' : this.status === 409 ? 'somebody else’s' : 'unknown';
  }
}

/** The request header that names whose page asks: another user may have signed in on the same browser since. */
export const USER_HEADER = 'perdure-user';

/** What each cache read last, and under which ETag. */
const lastRead = new WeakMap<QueryClient, { etag: string; profile: Profile }>();

/**
 * Reads the profile from the server, or from `cache` if the server answers that it has not changed.
 * @throws ProfileUnavailable where the server returns no profile, and `fetch`'s own error where it cannot be reached
 */
export async function fetchProfile(cache: QueryClient, userId: unknown, signal: AbortSignal): Promise<Profile> {
  const known = lastRead.get(cache);
  const response = await fetch('/api/profile', {
    signal,
    cache: 'no-store', // the browser's own cache has tabs that ask at the same moment wait for each other
    headers: {
      accept: 'application/json',
      ...(typeof userId === 'string' && { [USER_HEADER]: userId }),
      ...(known && { 'if-none-match': known.etag }),
    },
  });
  if (response.status === 304 && known) return known.profile;
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ProfileUnavailable(messageIn(body), response.status);
  const profile = profileSchema.parse(body);
  const etag = response.headers.get('etag');
  if (etag !== null) lastRead.set(cache, { etag, profile });
  return profile;
}

/** The server's own words in the body of an error, or general ones. */
function messageIn(body: unknown): string {
  const message = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : '';
  return message || 'Your profile can’t be loaded right now. Try again in a moment.';
}
