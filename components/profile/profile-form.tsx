'use client';

import { useProfile } from './use-profile';
import { ProfileEditor } from './profile-editor';
import { ProfileSkeleton } from './profile-skeleton';
import { ProfileUnavailable } from './profile-unavailable';
import type { SaveProfile } from './save-type';

/** The profile, to be read and edited: loading, not to be had, or there. `person` names whose it is, in this browser. */
export function ProfileForm({ save, person }: { save: SaveProfile; person: string }) {
  const { data, error, isError, errorUpdateCount, isFetching, refetch } = useProfile();
  if (data) return <ProfileEditor profile={data} unread={isError} onRead={() => void refetch()} save={save} person={person} />;
  if (errorUpdateCount > 0) return <ProfileUnavailable message={error?.message} busy={isFetching} onRetry={() => void refetch()} />;
  return <ProfileSkeleton />;
}
