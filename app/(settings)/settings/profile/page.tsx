import type { Metadata } from 'next';
import { getTexts } from '@/lib/texts/request-texts';
import { pageTitle } from '@/lib/profile/model/field-texts';
import { mainPage } from '@/lib/profile/model/sections';
import { SettingsPageOf } from '../settings-page-of';

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTexts()).say(pageTitle(mainPage)),
});

export default function ProfilePage() {
  return <SettingsPageOf page={mainPage} />;
}
