import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { ThemeProvider } from '@/components/page/theme-provider';
import { fonts } from './fonts';
import './globals.css';

/** The title and description of pages that have no own. */
export const siteMetadata: Metadata = {
  title: { default: 'Perdure', template: '%s · Perdure' },
  description: 'Profile settings whose changes never get lost.',
};

/** A phone's keyboard shrinks the page, so that what sticks to its foot stays in sight. */
export const siteViewport: Viewport = { interactiveWidget: 'resizes-content' };

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
