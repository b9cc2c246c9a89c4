import type { ReactNode } from 'react';
import { headers } from 'next/headers';
import { ProfileForm, ProfileSession } from '@/components/profile-form';
import { SettingsPage } from '@/components/page/settings-page';
import { requireUserId } from '@/lib/clerk/session/session';
import { isFormPost } from '@/lib/form-post';
import type { Page } from '@/lib/profile/model/sections';
import { loadProfile } from '@/lib/profile/server';
import { FollowClerk } from './profile/follow-clerk';

interface SettingsPageOfProps {
  page: Page;
  /** the bar on top, for this person or for nobody; an app whose layout has one leaves it out */
  header?: (userId: string | null) => ReactNode;
}

/** One page of settings, with the form of the sections that are on it. */
export async function SettingsPageOf({ page, header }: SettingsPageOfProps) {
  const loaded = await loadProfile();
  // A form posted without the page's script: a redirect to the sign-in would lose what was typed.
  if (loaded.is !== 'signed in' && !isFormPost(await headers())) await requireUserId();
  return (
    <ProfileSession loaded={loaded}>
      {loaded.is === 'signed in' && <FollowClerk />}
      <SettingsPage page={page} header={header?.(loaded.is === 'signed in' ? loaded.userId : null)}>
        <ProfileForm loaded={loaded} sections={page.sections} />
      </SettingsPage>
    </ProfileSession>
  );
}
