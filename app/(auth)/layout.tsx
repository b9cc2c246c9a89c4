import type { ReactNode } from 'react';
import { clerkAppearance } from '@/components/page/clerk-appearance';
import { ClerkRoot } from '@/lib/clerk/clerk-root';
import { PROFILE_PATH } from '@/lib/profile/model/form-names';
import { Document, siteMetadata, siteViewport } from '../document';

export const generateMetadata = siteMetadata;
export const viewport = siteViewport;

/** The document of the pages that show Clerk's own sign-in and sign-up. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <Document texts={['auth']}>
      <ClerkRoot homePath={PROFILE_PATH} widgets={clerkAppearance}>
        {children}
      </ClerkRoot>
    </Document>
  );
}
