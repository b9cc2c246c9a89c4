import type { Metadata } from 'next';
import { SettingsPageOf } from '@/app/(settings)/settings/settings-page-of';
import { ProfileTexts } from '@/app/profile-texts';
import { pageTitle } from '@/lib/profile/words/field-texts';
import { mainPage } from '@/lib/profile/model/sections';
import { getTexts } from '@/lib/texts/request-texts';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTexts()).say(pageTitle(mainPage)),
});

/** The settings of the signed-in person's profile. The layout around it has the header. */
export default function ProfilePage() {
  return (
    <ProfileTexts>
      <SettingsPageOf page={mainPage} />
    </ProfileTexts>
  );
}
