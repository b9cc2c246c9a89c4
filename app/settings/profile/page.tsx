import type { Metadata } from 'next';
import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import { LiveProfile } from '@/components/live/live-profile';
import { QueryProvider } from '@/components/profile/query-provider';
import { ProfileForm } from '@/components/profile/profile-form';
import { SettingsPage } from '@/components/settings-page';
import { requireUserId } from '@/lib/clerk/session';
import { log } from '@/lib/log';
import { getProfile } from '@/lib/profile/get-profile';
import { profileQuery } from '@/lib/profile/query';
import { saveProfileAction } from './actions';
import { SignedInMenu } from './signed-in-menu';

export const metadata: Metadata = { title: 'Profile' };

export default async function ProfilePage() {
  const userId = await requireUserId();
  const queryClient = new QueryClient();
  try {
    const profile = await getProfile(userId);
    if (profile.ok) queryClient.setQueryData(profileQuery.queryKey, profile.value);
  } catch (error) {
    // The page still comes: the browser asks again, and says what is wrong for as long as it is.
    log.error({ err: error, userId }, 'the profile page has no profile to show');
  }
  return (
    <QueryProvider key={userId} person={userId}>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <LiveProfile person={userId}>
          <SettingsPage menu={<SignedInMenu person={userId} />}>
            <ProfileForm save={saveProfileAction} person={userId} />
          </SettingsPage>
        </LiveProfile>
      </HydrationBoundary>
    </QueryProvider>
  );
}
