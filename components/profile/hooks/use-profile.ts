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
  | {
      state: 'ready';
      /**
       * the values that follow their fields' rules, with every edit that was sent, and with what Clerk holds in place
       * of each that it refused; the others are left out
       */
      values: ValidValues;
      /** first and last name; "" if neither is known */
      displayName: string;
      /** saved, or on their way: Clerk, and so everybody else, does not have these yet */
      pending: readonly FieldName[];
      /** false where it could not be read when last tried, so that a change from elsewhere may be missing */
      current: boolean;
    };

/**
 * Returns the signed-in person's own profile, which follows their other devices and the form. Works inside of
 * `SignedInQueries`; inside of `LiveProfile` a change from elsewhere shows at once, else within half a minute.
 */
export function useProfile(): OwnProfile {
  const { data, error, errorUpdateCount, refetch } = useProfileQuery();
  if (data) return ready(data, error);
  if (errorUpdateCount === 0 || !error) return { state: 'loading' };
  return { state: 'unavailable', message: unreadReason(error), retry: () => void refetch() };
}

function ready(profile: Profile, error: Error | null): OwnProfile {
  const values = withoutRefused(profile);
  return {
    state: 'ready',
    values: validValues(omit(values, profile.unknown ?? [])),
    displayName: displayName(values),
    pending: profile.pending,
    current: error === null && profile.source !== 'mirror',
  };
}
