'use client';

import { useState } from 'react';
import { MessagePage } from '@/components/page/message-page';
import { DEFAULT_LOCALE, directionOf, isLocale, type Locale } from '@/lib/texts/locales';
import { crash } from '@/messages/crash';
import './globals.css';

export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  const [locale] = useState(localeBefore);
  return (
    <html lang={locale} dir={directionOf(locale)}>
      <body>
        <MessagePage {...crash[locale]} onRetry={reset} />
      </body>
    </html>
  );
}

/** Returns the language that the page had before it failed. */
function localeBefore(): Locale {
  const before = typeof document === 'undefined' ? DEFAULT_LOCALE : document.documentElement.lang;
  return isLocale(before) ? before : DEFAULT_LOCALE;
}
