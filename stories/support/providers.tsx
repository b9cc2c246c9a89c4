import { QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { LiveProfile } from '@/components/live/live-profile';
import { newCache } from '@/components/profile/query-provider';
import { USER } from './server';

/** What every part of a page stands in: for each story a cache of its own, and a box that has a width. */
export function Providers({ children }: { children: ReactNode }) {
  const [cache] = useState(() => newCache(USER, (ask) => ask()));
  return (
    <QueryClientProvider client={cache}>
      <LiveProfile userId={USER}>
        <div className="@container/form">{children}</div>
      </LiveProfile>
    </QueryClientProvider>
  );
}
