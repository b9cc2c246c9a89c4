'use client';

import { useActionState } from 'react';
import { PROFILE_PATH, type SaveForm } from '@/lib/profile/form-names';
import { ProfileUnavailable as Unavailable } from '@/lib/profile/query';
import { KeptForm } from './kept-form';
import { useProfile } from './use-profile';
import { ProfileEditor } from './profile-editor';
import { ProfileSkeleton } from './profile-skeleton';
import { ProfileUnavailable } from './profile-unavailable';
import type { SaveProfile } from './save-type';
import type { SyncFacts } from './sync-state';

interface ProfileFormProps {
  /** saves an edit, for as long as this page's script runs */
  save: SaveProfile;
  /** saves the form where the browser posts it by itself */
  post: SaveForm;
  /** whose profile it is, in this browser */
  person: string;
  /** made once for each page: what is posted from it twice is one save */
  token: string;
}

/** The profile, to be read and edited: loading, not to be had, or there. */
export function ProfileForm({ save, post, person, token }: ProfileFormProps) {
  const { data, error, dataUpdatedAt, errorUpdateCount, isFetching, refetch } = useProfile();
  const [unsaved, postForm] = useActionState(post, null, PROFILE_PATH);
  const form = { save, person, post: postForm, token, unsaved };
  if (data) return <ProfileEditor profile={data} unread={whyUnread(error)} onRead={() => void refetch()} readAt={dataUpdatedAt} {...form} />;
  if (unsaved) return <KeptForm unsaved={unsaved} post={postForm} />;
  if (errorUpdateCount > 0) return <ProfileUnavailable message={error?.message} busy={isFetching} onRetry={() => void refetch()} />;
  return <ProfileSkeleton />;
}

const whyUnread = (error: Error | null): SyncFacts['unread'] => {
  if (!error) return 'no';
  const whose = error instanceof Unavailable ? error.whose : 'unknown';
  return whose === 'nobody’s' ? 'signed out' : whose === 'somebody else’s' ? 'somebody else' : 'fault';
};
