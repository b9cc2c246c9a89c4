'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { ProfileUnavailable, type WithRenewal } from '@/lib/profile/model/query/fetch-profile';

/** Reading again helps against a fault, not where nobody or another user is signed in. */
const retry = (failures: number, error: Error) =>
  failures < 2 && !(error instanceof ProfileUnavailable && error.whose !== 'unknown');

interface QueryProviderProps {
  userId: string;
  withRenewal: WithRenewal;
  children: ReactNode;
}

/** One cache for each user, by the provider's `key`: never shared between users, in the browser as on the server. */
export function QueryProvider({ userId, withRenewal, children }: QueryProviderProps) {
  const [client] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            meta: { userId, withRenewal },
            retry,
            retryDelay: (failures) => 1000 * 2 ** failures,
            staleTime: 0,
          },
        },
      }),
  );
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
