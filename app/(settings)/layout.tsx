import type { ReactNode } from 'react';
import { ClerkRoot } from '@/lib/clerk/clerk-root';
import { PROFILE_PATH } from '@/lib/profile/model/form-names';
import { Document, siteMetadata, siteViewport } from '../document';

export const generateMetadata = siteMetadata;
export const viewport = siteViewport;

/** What is shown of the catalogue here. */
const texts = [
  'page',
  'form',
  'state',
  'preview',
  'field',
  'draft',
  'unavailable',
  'rule',
  'refusal',
  'failure',
  'request',
  'technical',
  'sections',
  'fields',
  'colors',
] as const;

/** The document of this app's own pages. They show none of Clerk's widgets, so those are not loaded. */
export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <Document texts={texts}>
      <ClerkRoot homePath={PROFILE_PATH}>{children}</ClerkRoot>
    </Document>
  );
}
