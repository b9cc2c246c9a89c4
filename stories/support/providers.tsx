import { QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { LiveProfile } from '@/components/live/live-profile';
import { newCache } from '@/components/profile/query-provider';
import { TextsProvider } from '@/components/texts/texts-provider';
import type { Locale } from '@/lib/texts/locales';
import { messagesFor } from '@/lib/texts/messages-for';
import { USER } from './server';

interface ProvidersProps {
  locale: Locale;
  children: ReactNode;
}

/** What every part of a page stands in: for each story a cache of its own, and a box that has a width. */
export function Providers({ locale, children }: ProvidersProps) {
  const [cache] = useState(() => newCache(USER, (ask) => ask()));
  return (
    <TextsProvider locale={locale} messages={messagesFor(locale)}>
      <QueryClientProvider client={cache}>
        <LiveProfile userId={USER}>
          <div className="@container/form">{children}</div>
        </LiveProfile>
      </QueryClientProvider>
    </TextsProvider>
  );
}
