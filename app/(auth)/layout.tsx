import type { ReactNode } from 'react';
import { clerkAppearance } from '@/components/page/clerk-appearance';
import { loadClerkTexts } from '@/lib/clerk/clerk-texts';
import { getLocale } from '@/lib/texts/request-texts';
import { ClerkRoot } from '@/lib/clerk/clerk-root';
import { PROFILE_PATH } from '@/lib/profile/model/form-names';
import { Document, siteMetadata, siteViewport } from '../document';

export const generateMetadata = siteMetadata;
export const viewport = siteViewport;

/** The document of the pages that show Clerk's own sign-in and sign-up. */
export default async function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <Document texts={['auth']}>
      <ClerkRoot homePath={PROFILE_PATH} widgets={clerkAppearance} texts={await loadClerkTexts(await getLocale())}>
        {children}
      </ClerkRoot>
    </Document>
  );
}
