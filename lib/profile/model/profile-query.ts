import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { profileSchema, type Profile } from './profile';
import { pick } from './values';

/** Thrown by the reader when the server has no profile to give; `message` can be shown to a person. */
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

const queryKey = ['profile'] as const;

/** What each cache read last, under which ETag. */
const lastRead = new WeakMap<QueryClient, { etag: string; profile: Profile }>();

/** The header that names whose page asks: somebody else may have signed in on the same browser since. */
export const PERSON_HEADER = 'perdure-person';

async function fetchProfile({
  signal,
  client,
  meta,
}: {
  signal: AbortSignal;
  client: QueryClient;
  meta: Record<string, unknown> | undefined;
}): Promise<Profile> {
  // Not through the browser's own cache, which has a browser's tabs wait for each other: they ask at the same moment.
  const known = lastRead.get(client);
  const before = client.getQueryData<Profile>(queryKey);
  const person = typeof meta?.person === 'string' && { [PERSON_HEADER]: meta.person };
  const response = await fetch('/api/profile', {
    signal,
    cache: 'no-store',
    headers: { accept: 'application/json', ...person, ...(known && { 'if-none-match': known.etag }) },
  });
  if (response.status === 304 && known) return notOlder(before, client.getQueryData(queryKey), known.profile);
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) {
    const profile = profileSchema.parse(body);
    const etag = response.headers.get('etag');
    if (etag !== null) lastRead.set(client, { etag, profile });
    return notOlder(before, client.getQueryData(queryKey), profile);
  }
  const message = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : '';
  throw new ProfileUnavailable(
    message || 'Your profile can’t be loaded right now. Try again in a moment.',
    response.status,
  );
}

/**
 * What to show for a profile just read: the answer to a save that came while it was read is newer. `before` was shown
 * when the reading began.
 */
function notOlder(before: Profile | undefined, now: Profile | undefined, read: Profile): Profile {
  const overtaken =
    now !== before &&
    now !== undefined &&
    now.source !== 'clerk' &&
    read.source !== 'clerk' &&
    now.revision > read.revision;
  return overtaken ? now : keepWaiting(now, read);
}

/**
 * What to show for a profile just read, `known` being what was shown before. While our database is unreachable the answer is
 * Clerk's, which lacks the saves that wait in the database: this device still knows them, and goes on showing them as
 * waiting.
 */
export function keepWaiting(known: Profile | undefined, read: Profile): Profile {
  if (read.source !== 'clerk' || !known || known.pending.length === 0) return read;
  const { pending, pendingSince, revision, refused } = known;
  return {
    ...read,
    values: { ...read.values, ...pick(known.values, pending) },
    pending,
    pendingSince,
    revision,
    refused,
  };
}

/** The signed-in user's profile, for React Query: one key and one reader for every component. */
export const profileQuery = queryOptions({
  queryKey,
  queryFn: fetchProfile,
  staleTime: 0,
  refetchOnWindowFocus: 'always',
});
