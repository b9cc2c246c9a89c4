import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { SettingsPageOf } from '@/app/(settings)/settings/settings-page-of';
import { pageNamed } from '@/lib/profile/model/sections';

type Props = PageProps<'/settings/[page]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = pageNamed((await params).page);
  return page ? { title: page.title } : {};
}

/** A page of its own for each section that names one. */
export default async function OtherSettingsPage({ params }: Props) {
  return <SettingsPageOf page={pageNamed((await params).page) ?? notFound()} />;
}
