import type { Metadata } from 'next';
import { mainPage } from '@/lib/profile/model/sections';
import { settingsHeader } from '../settings-header';
import { SettingsPageOf } from '../settings-page-of';

export const metadata: Metadata = { title: mainPage.title };

export default function ProfilePage() {
  return <SettingsPageOf page={mainPage} header={settingsHeader} />;
}
