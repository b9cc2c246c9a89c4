import { SiteHeader } from '@/components/page/site-header';
import { SignedInMenu } from './profile/signed-in-menu';
import { SignOutForm } from './profile/sign-out-form';

/** Returns the bar on top of this app's pages of settings, with the menu of the person whose page it is. */
export const settingsHeader = (userId: string | null) =>
  userId === null ? (
    <SiteHeader />
  ) : (
    <SiteHeader userMenu={<SignedInMenu userId={userId} />} withoutScript={<SignOutForm />} />
  );
