import { useQuery } from '@tanstack/react-query';
import type { Profile } from '@/lib/profile/model/profile';
import { ProfileUnavailable } from '@/lib/profile/model/query/fetch-profile';
import { profileQuery } from '@/lib/profile/model/query/profile-query';
import { serverNow } from '@/lib/profile/model/query/server-clock';
import type { Text } from '@/lib/texts/text';
import { UNREAD } from '@/lib/profile/words/request-words';

const SOONEST_MS = 1_500;
/** The longest time until a read that failed is made again, in ms. */
export const LATEST_MS = 10_000;
/** How often to read where nothing is pending, in ms: the poll behind the live connection. */
const STANDBY_MS = 30_000;

/**
 * Returns in how many ms to read the profile again: soon while something is pending, later the longer that takes; false
 * while the first answer is awaited. `now` is by the server's clock, null if that is not known.
 */
export function nextReadIn(profile: Profile | undefined, error: Error | null, now: number | null): number | false {
  if (error) return LATEST_MS; // also where nobody is signed in: they may sign in in another tab
  if (!profile) return false;
  if (profile.pending.length > 0) {
    const age = profile.pendingSince && now !== null ? now - Date.parse(profile.pendingSince) : 0;
    return Math.min(Math.max(age / 4, SOONEST_MS), LATEST_MS);
  }
  return profile.source === 'checked' ? STANDBY_MS : LATEST_MS;
}

/** The profile, read again automatically: soon until Clerk has confirmed it, then by the standby poll. */
export const useProfileQuery = () =>
  useQuery({ ...profileQuery, refetchInterval: ({ state }) => nextReadIn(state.data, state.error, serverNow()) });

/** Returns why the profile could not be read, for a person. */
export const unreadReason = (error: Error): Text =>
  error instanceof ProfileUnavailable && !error.failed
    ? error.reason
    : UNREAD[error instanceof ProfileUnavailable && error.failed ? error.failed : 'unknown'];
