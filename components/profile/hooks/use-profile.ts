import type { Text } from '@/lib/texts/text';
import { displayName } from '@/lib/profile/model/initials';
import type { Profile } from '@/lib/profile/model/profile';
import { omit, validValues, type FieldName, type ValidValues } from '@/lib/profile/model/values';
import { withoutRefused } from '@/lib/profile/model/without-refused';
import { unreadReason, useProfileQuery } from './use-profile-query';

/** The signed-in person's own profile in the browser. */
export type OwnProfile =
  | { state: 'loading' }
  /** it was never read; it is tried again automatically, and by `retry` */
  | { state: 'unavailable'; message: Text; retry: () => void }
  | (ReadyProfile & {
      state: 'ready';
      /** false where it could not be read when last tried, so that a change from elsewhere may be missing */
      current: boolean;
    });

/** What is known of the signed-in person's own profile. */
export interface ReadyProfile {
  /**
   * the values that follow their fields' rules, with every edit that was sent, and with what Clerk holds in place of
   * each that it refused; the others are left out
   */
  values: ValidValues;
  /** first and last name; "" if neither is known */
  displayName: string;
  /** saved, or on their way: Clerk, and so everybody else, does not have these yet */
  pending: readonly FieldName[];
}

/**
 * Returns the signed-in person's own profile, which follows their other devices and every form. Works inside of
 * `ProfileSession`.
 */
export function useProfile(): OwnProfile {
  const { data, error, errorUpdateCount, refetch } = useProfileQuery();
  if (data) return { state: 'ready', ...asReady(data), current: error === null && data.source !== 'mirror' };
  if (errorUpdateCount === 0 || !error) return { state: 'loading' };
  return { state: 'unavailable', message: unreadReason(error), retry: () => void refetch() };
}

/** Returns what pages and callbacks of others are given of a profile. */
export function asReady(profile: Profile): ReadyProfile {
  const values = withoutRefused(profile);
  return {
    values: validValues(omit(values, profile.unknown ?? [])),
    displayName: displayName(values),
    pending: profile.pending,
  };
}
