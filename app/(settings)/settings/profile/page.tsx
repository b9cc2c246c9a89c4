import type { Metadata } from 'next';
import { getTexts } from '@/lib/texts/request-texts';
import { pageTitle } from '@/lib/profile/words/field-texts';
import { mainPage } from '@/lib/profile/model/sections';
import { settingsHeader } from '../settings-header';
import { SettingsPageOf } from '../settings-page-of';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTexts()).say(pageTitle(mainPage)),
});

export default function ProfilePage() {
  return <SettingsPageOf page={mainPage} header={settingsHeader} />;
}
