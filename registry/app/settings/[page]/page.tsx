import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { SettingsPageOf } from '@/app/(settings)/settings/settings-page-of';
import { ProfileTexts } from '@/app/profile-texts';
import { pageTitle } from '@/lib/profile/words/field-texts';
import { pageNamed } from '@/lib/profile/model/sections';
import { getTexts } from '@/lib/texts/request-texts';

type Props = PageProps<'/settings/[page]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = pageNamed((await params).page);
  return page ? { title: (await getTexts()).say(pageTitle(page)) } : {};
}

/** A page of its own for each section that names one. */
export default async function OtherSettingsPage({ params }: Props) {
  return (
    <ProfileTexts>
      <SettingsPageOf page={pageNamed((await params).page) ?? notFound()} />
    </ProfileTexts>
  );
}
