'use client';

import { ProfileUnavailable as Unavailable } from '@/lib/profile/query';
import { useProfile } from './use-profile';
import { ProfileEditor } from './profile-editor';
import { ProfileSkeleton } from './profile-skeleton';
import { ProfileUnavailable } from './profile-unavailable';
import type { SaveProfile } from './save-type';
import type { SyncFacts } from './sync-state';

/** The profile, to be read and edited: loading, not to be had, or there. `person` names whose it is, in this browser. */
export function ProfileForm({ save, person }: { save: SaveProfile; person: string }) {
  const { data, error, dataUpdatedAt, errorUpdateCount, isFetching, refetch } = useProfile();
  if (data) return <ProfileEditor profile={data} unread={whyUnread(error)} onRead={() => void refetch()} readAt={dataUpdatedAt} save={save} person={person} />;
  if (errorUpdateCount > 0) return <ProfileUnavailable message={error?.message} busy={isFetching} onRetry={() => void refetch()} />;
  return <ProfileSkeleton />;
}

const whyUnread = (error: Error | null): SyncFacts['unread'] => {
  if (!error) return 'no';
  const whose = error instanceof Unavailable ? error.whose : 'unknown';
  return whose === 'nobody’s' ? 'signed out' : whose === 'somebody else’s' ? 'somebody else' : 'fault';
};
