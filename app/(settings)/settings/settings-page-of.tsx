import { headers } from 'next/headers';
import { ProfileForm, ProfileSession } from '@/components/profile-form';
import { SettingsPage } from '@/components/page/settings-page';
import { requireUserId } from '@/lib/clerk/session/session';
import { isFormPost } from '@/lib/form-post';
import type { Page } from '@/lib/profile/model/sections';
import { loadProfile } from '@/lib/profile/server';
import { SignedInMenu } from './profile/signed-in-menu';
import { SignOutForm } from './profile/sign-out-form';

/** One page of settings, with the form of the sections that are on it. */
export async function SettingsPageOf({ page }: { page: Page }) {
  const loaded = await loadProfile();
  // A form posted without the page's script: a redirect to the sign-in would lose what was typed.
  if (loaded.is !== 'signed in' && !isFormPost(await headers())) await requireUserId();
  return (
    <ProfileSession loaded={loaded}>
      <SettingsPage
        page={page}
        menu={loaded.is === 'signed in' && <SignedInMenu userId={loaded.userId} />}
        withoutScript={loaded.is === 'signed in' && <SignOutForm />}
      >
        <ProfileForm loaded={loaded} sections={page.sections} />
      </SettingsPage>
    </ProfileSession>
  );
}
