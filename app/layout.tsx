import type { Metadata } from 'next';
import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import { connection } from 'next/server';
import type { ReactNode } from 'react';
import { clerkAppearance } from '@/components/page/clerk-appearance';
import { ThemeProvider } from '@/components/page/theme-provider';
import { ClerkRoot } from '@/lib/clerk/clerk-root';
import { PROFILE_PATH } from '@/lib/profile/model/form-names';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Perdure', template: '%s · Perdure' },
  description: 'Profile settings whose changes never get lost.',
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Nothing is rendered at build time: the environment is read when the app runs.
  await connection();
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        <ThemeProvider>
          <ClerkRoot appearance={clerkAppearance} homePath={PROFILE_PATH}>
            {children}
          </ClerkRoot>
        </ThemeProvider>
      </body>
    </html>
  );
}
