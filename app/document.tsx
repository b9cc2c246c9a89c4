import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { TextsProvider } from '@/components/texts/texts-provider';
import { ThemeProvider } from '@/components/page/theme-provider';
import { directionOf } from '@/lib/texts/locales';
import { messagesFor, type Group } from '@/lib/texts/messages-for';
import { getLocale, getTexts } from '@/lib/texts/request-texts';
import { fonts } from './fonts';
import './globals.css';

/** Returns the title and description of pages that have no own. */
export const siteMetadata = async (): Promise<Metadata> => ({
  title: { default: 'Perdure', template: '%s · Perdure' },
  description: (await getTexts()).t('site.description'),
});

/** A phone's keyboard shrinks the page, so that what sticks to its foot stays in sight. */
export const siteViewport: Viewport = { interactiveWidget: 'resizes-content' };

interface DocumentProps {
  /** the parts of the catalogue that the page shows beside `site`, which every page does */
  texts?: readonly Group[];
  children: ReactNode;
}

/** The HTML document that every page stands in: its language, texts, type and theme. */
export async function Document({ texts = [], children }: DocumentProps) {
  const locale = await getLocale();
  return (
    <html lang={locale} dir={directionOf(locale)} className={fonts} suppressHydrationWarning>
      <body>
        <TextsProvider locale={locale} messages={messagesFor(locale, ['site', ...texts])}>
          <ThemeProvider>{children}</ThemeProvider>
        </TextsProvider>
      </body>
    </html>
  );
}
