import { queryOptions } from '@tanstack/react-query';
import { profileSchema, type Profile } from './profile';

/** Thrown by the reader when the server has no profile to give; `message` can be shown to a person. */
export class ProfileUnavailable extends Error {
  constructor(
    message: string,
    readonly status: number,
  ) {
    super(message);
    this.name = 'ProfileUnavailable';
  }
}

async function fetchProfile({ signal }: { signal: AbortSignal }): Promise<Profile> {
  // The browser's own cache answers an unchanged profile with its copy: the ETag makes that a 304.
  const response = await fetch('/api/profile', { signal, headers: { accept: 'application/json' } });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return profileSchema.parse(body);
  const message = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : '';
  throw new ProfileUnavailable(message || 'Your profile can’t be loaded right now. Try again in a moment.', response.status);
}

/** The signed-in user's profile, for React Query: one key and one reader for every component. */
export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: fetchProfile,
  staleTime: 0,
  refetchOnWindowFocus: 'always',
});
