import type { Metadata } from 'next';
import { SettingsPageOf } from '@/app/(settings)/settings/settings-page-of';
import { mainPage } from '@/lib/profile/model/sections';

export const metadata: Metadata = { title: mainPage.title };

/** The settings of the signed-in person's profile. The layout around it has the header. */
export default function ProfilePage() {
  return <SettingsPageOf page={mainPage} />;
}
