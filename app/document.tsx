import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { ThemeProvider } from '@/components/page/theme-provider';
import { fonts } from './fonts';
import './globals.css';

/** The title and description of pages that have no own. */
export const siteMetadata: Metadata = {
  title: { default: 'Perdure', template: '%s · Perdure' },
  description: 'Profile settings whose changes never get lost.',
};

/** The HTML document that every page stands in: its language, type and theme. */
export function Document({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={fonts} suppressHydrationWarning>
      <body>
        <ThemeProvider>{children}</ThemeProvider>
      </body>
    </html>
  );
}
