'use client';

import { useActionState, useEffect } from 'react';
import type { SaveForm } from '@/lib/profile/model/form-names';
import { ProfileUnavailable as Unavailable } from '@/lib/profile/model/query/fetch-profile';
import { observeServerTime } from '@/lib/profile/model/query/server-clock';
import { formIdOf, type ShownSection } from '@/lib/profile/model/sections';
import type { Saved } from '@/lib/profile/model/profile';
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

interface SignedInFormProps {
  /** saves an edit, for as long as this page's script runs */
  save: SaveProfile;
  /** saves the form where the browser posts it without the page's script */
  post: SaveForm;
  /** whose profile it is, in this browser */
  userId: string;
  /** made once for each page: what is posted from it twice is one save */
  token: string;
  /** the path of the page that the form is on */
  path: string;
  /** the sections to show, with their fields */
  sections: readonly ShownSection[];
  /** when the server answered with this page, in ms since 1970 by its clock; undefined where the script made it */
  at?: number | undefined;
  onSaved?: ((saved: Saved) => void) | undefined;
}

/** A person's profile and its form: loading, unavailable, or there to be edited. */
export function SignedInForm({ save, post, userId, token, at, path, sections, onSaved }: SignedInFormProps) {
  const { t } = useTexts();
  const { data, error, errorUpdateCount, isFetching, refetch } = useProfileQuery();
  const formId = formIdOf(sections);
  const [last, postForm] = useActionState(post, null, path);
  const posted = last?.form === formId ? last : null; // each form of the page is given what any of them has posted
  // Somebody else may have signed in since the page was made: their edit is kept for them, and shown to nobody here.
  const unsaved = posted?.userId === userId ? posted : null;
  const others = posted !== null && unsaved === null;
  useEffect(() => {
    if (others) writeUnsavedAsDraft(posted.userId, posted);
  }, [others, posted]);
  useEffect(() => {
    if (at !== undefined) observeServerTime(at);
  }, [at]);
  if (data)
    return (
      <>
        {others && <Notice>{t('page.othersEdit')}</Notice>}
        <ProfileEditor
          profile={data}
          readError={readErrorOf(error)}
          onRead={() => void refetch()}
          readCause={whyOf(error).cause ?? null}
          {...{ save, userId, token, unsaved, sections, onSaved, path, formId }}
          post={postForm}
        />
      </>
    );
  if (unsaved) return <KeptForm unsaved={unsaved} path={path} post={postForm} />;
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
  return <ProfileSkeleton sections={sections} />;
}

const whyOf = (error: Error | null): Unavailable['why'] => (error instanceof Unavailable ? error.why : {});

const readErrorOf = (error: Error | null): SyncFacts['readError'] => {
  if (!error) return null;
  const whose = error instanceof Unavailable ? error.whose : 'unknown';
  if (whose !== 'unknown') return whose === 'nobody’s' ? 'signed out' : 'somebody else';
  return whyOf(error).lasting ? 'lasting fault' : 'fault';
};
