'use client';

import { useActionState, useEffect, useMemo } from 'react';
import type { SaveForm } from '@/lib/profile/model/form-names';
import { observeServerTime } from '@/lib/profile/model/query/server-clock';
import { MAIN_PAGE, sectionsOf } from '@/lib/profile/model/sections';
import { ProfileUnavailable as Unavailable } from '@/lib/profile/model/query/fetch-profile';
import { KeptForm } from '@/components/profile/posted/kept-form';
import { writeUnsavedAsDraft } from '@/components/offline/drafts';
import { Notice } from '@/components/ui/notice';
import { unreadReason, useProfileQuery } from '@/components/profile/hooks/use-profile-query';
import { useTexts } from '@/components/texts/texts-provider';
import { ProfileEditor } from './profile-editor';
import { ProfileSkeleton } from '@/components/profile/profile-skeleton';
import { ProfileUnavailable } from '@/components/profile/profile-unavailable';
import type { SaveProfile } from '@/components/profile/saving/save-type';
import type { SyncFacts } from '@/components/profile/status/sync-state';

interface ProfileFormProps {
  /** saves an edit, for as long as this page's script runs */
  save: SaveProfile;
  /** saves the form where the browser posts it without the page's script */
  post: SaveForm;
  /** whose profile it is, in this browser */
  userId: string;
  /** made once for each page: what is posted from it twice is one save */
  token: string;
  /** the page of settings that the form is on */
  page?: string;
  /** when the server answered with this page, in ms since 1970 by its clock */
  at: number;
}

/** The profile and its form: loading, unavailable, or there to be edited. */
export function ProfileForm({ save, post, userId, token, at, page = MAIN_PAGE }: ProfileFormProps) {
  const { t } = useTexts();
  const { data, error, errorUpdateCount, isFetching, refetch } = useProfileQuery();
  const [posted, postForm] = useActionState(post, null, `/settings/${page}`);
  // Somebody else may have signed in since the page was made: their edit is kept for them, and shown to nobody here.
  const unsaved = posted?.userId === userId ? posted : null;
  const others = posted !== null && unsaved === null;
  useEffect(() => {
    if (others) writeUnsavedAsDraft(posted.userId, posted);
  }, [others, posted]);
  useEffect(() => observeServerTime(at), [at]);
  const sections = useMemo(() => sectionsOf(page), [page]);
  const form = { save, userId, post: postForm, token, unsaved, page, sections };
  if (data)
    return (
      <>
        {others && <Notice>{t('page.othersEdit')}</Notice>}
        <ProfileEditor
          profile={data}
          readError={readErrorOf(error)}
          onRead={() => void refetch()}
          readCause={whyOf(error).cause ?? null}
          {...form}
        />
      </>
    );
  if (unsaved) return <KeptForm unsaved={unsaved} post={postForm} />;
  if (errorUpdateCount > 0)
    return (
      <ProfileUnavailable
        userId={userId}
        message={error ? unreadReason(error) : undefined}
        isLasting={whyOf(error).lasting === true}
        busy={isFetching}
        onRetry={() => void refetch()}
      />
    );
  return <ProfileSkeleton />;
}

const whyOf = (error: Error | null): Unavailable['why'] => (error instanceof Unavailable ? error.why : {});

const readErrorOf = (error: Error | null): SyncFacts['readError'] => {
  if (!error) return null;
  const whose = error instanceof Unavailable ? error.whose : 'unknown';
  if (whose !== 'unknown') return whose === 'nobody’s' ? 'signed out' : 'somebody else';
  return whyOf(error).lasting ? 'lasting fault' : 'fault';
};
