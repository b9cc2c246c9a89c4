import { useQuery } from '@tanstack/react-query';
import type { Profile } from '@/lib/profile/model/profile';
import { profileQuery } from '@/lib/profile/model/profile-query';

const SOONEST_MS = 1_500;
const LATEST_MS = 10_000;
/** How often to ask where nothing is amiss, in ms: what stands behind the live connection. */
const STANDBY_MS = 30_000;

/**
 * In how many ms to ask again: soon while the profile has not settled, later the longer that takes; false while the
 * first answer is awaited.
 */
export function askAgainIn(profile: Profile | undefined, error: Error | null, now: number): number | false {
  if (error) return LATEST_MS; // also for who is signed out: they sign in again in another tab
  if (!profile) return false;
  if (profile.pending.length > 0) {
    const age = profile.pendingSince ? now - Date.parse(profile.pendingSince) : 0;
    return Math.min(Math.max(age / 4, SOONEST_MS), LATEST_MS);
  }
  return profile.source === 'checked' ? STANDBY_MS : LATEST_MS;
}

/** The profile, asked for again by itself until Clerk has confirmed it and it could be read. */
export const useProfile = () =>
  useQuery({ ...profileQuery, refetchInterval: ({ state }) => askAgainIn(state.data, state.error, Date.now()) });
