import { randomUUID } from 'node:crypto';
import type { ReactNode } from 'react';
import { headers } from 'next/headers';
import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { LiveProfile } from '@/components/live/live-profile';
import { RenewSession } from '@/components/profile/posted/renew-session';
import { SettingsPage } from '@/components/page/settings-page';
import { getVisitor, requireUserId } from '@/lib/clerk/session/session';
import { isFormPost } from '@/lib/form-post';
import { log } from '@/lib/log';
import { directSaveAtIn } from '@/lib/profile/model/direct-save-cookie';
import { getProfile } from '@/lib/profile/verbs/get-profile';
import { timeOfAnswer } from '@/lib/profile/verbs/time-of-answer';
import type { Page } from '@/lib/profile/model/sections';
import { profileQuery } from '@/lib/profile/model/query/profile-query';
import { saveProfileFormAction } from './profile/actions';
import { SignedInForm, SignedInQueries } from './profile/signed-in';
import { FollowClerk } from './profile/follow-clerk';

interface SettingsPageOfProps {
  page: Page;
  /** the bar on top, for this person or for nobody; an app whose layout has one leaves it out */
  header?: (userId: string | null) => ReactNode;
}

/** One page of settings, with the form of the sections that are on it. */
export async function SettingsPageOf({ page, header }: SettingsPageOfProps) {
  // A form posted without the page's script: a redirect to the sign-in would lose what was typed.
  const visitor = isFormPost(await headers()) ? await getVisitor() : null;
  if (visitor && visitor.is !== 'signed in')
    return (
      <RenewSession
        post={saveProfileFormAction}
        path={page.path}
        isSignedOut={visitor.is === 'signed out'}
        header={header?.(null)}
      />
    );
  const userId = await requireUserId();
  const queryClient = new QueryClient();
  try {
    const directSaveAt = directSaveAtIn((await headers()).get('cookie'));
    const profile = await getProfile(userId, { directSaveAt });
    if (profile.ok) queryClient.setQueryData(profileQuery.queryKey, profile.value);
  } catch (error) {
    // The page still comes: the browser asks again, and says what is wrong for as long as it is.
    log.error({ err: error, userId }, 'the profile page has no profile to show');
  }
  return (
    <SignedInQueries key={userId} userId={userId}>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <LiveProfile userId={userId}>
          <FollowClerk userId={userId} />
          <SettingsPage page={page} header={header?.(userId)}>
            <SignedInForm userId={userId} token={randomUUID()} at={timeOfAnswer()} page={page.name} />
          </SettingsPage>
        </LiveProfile>
      </HydrationBoundary>
    </SignedInQueries>
  );
}
