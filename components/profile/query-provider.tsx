'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useMemo, type ReactNode } from 'react';
import { ProfileUnavailable, type WithRenewal } from '@/lib/profile/model/query/fetch-profile';
import { isNewerVersion } from '@/lib/profile/model/query/newer-version';
import { profileQuery, saveKey } from '@/lib/profile/model/query/profile-query';
import type { Profile } from '@/lib/profile/model/profile';

/** Reading again helps against a fault, not where nobody or another user is signed in. */
const retry = (failures: number, error: Error) =>
  failures < 2 && !(error instanceof ProfileUnavailable && error.whose !== 'unknown');

/** Returns a new cache for the profile of a user; without one, of whoever is signed in. */
export const newCache = (userId: string | undefined, withRenewal: WithRenewal): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        meta: { ...(userId !== undefined && { userId }), withRenewal },
        retry,
        retryDelay: (failures) => 1000 * 2 ** failures,
        staleTime: 0,
      },
    },
  });

/** The caches of this browser's page, one for each user: all that shows a profile has it from there. */
const caches = new Map<string, QueryClient>();

/** Returns the one cache of a user in this page; on the server a new one, since there each page is another person's. */
function cacheOf(userId: string, withRenewal: WithRenewal): QueryClient {
  if (typeof window === 'undefined') return newCache(userId, withRenewal);
  const cache = caches.get(userId) ?? newCache(userId, withRenewal);
  caches.set(userId, cache);
  return cache;
}

interface QueryProviderProps {
  userId: string;
  withRenewal: WithRenewal;
  /** the profile as the server has read it with the page; what this page knows may be newer */
  profile: Profile | null | undefined;
  children: ReactNode;
}

/** One cache for each user: never shared between users, in the browser as on the server. */
export function QueryProvider({ userId, withRenewal, profile, children }: QueryProviderProps) {
  const cache = useMemo(() => {
    const own = cacheOf(userId, withRenewal);
    const isSaving = own.isMutating({ mutationKey: saveKey }) > 0;
    if (profile && !isSaving && isNewerVersion(profile.version, own.getQueryData(profileQuery.queryKey)))
      own.setQueryData(profileQuery.queryKey, profile);
    return own;
  }, [userId, withRenewal, profile]);
  return <QueryClientProvider client={cache}>{children}</QueryClientProvider>;
}
