'use client';

import { QueryClientProvider, useQuery, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { LiveProfile } from '@/components/live/live-profile';
import { newCache, QueryProvider } from '@/components/profile/query-provider';
import { noteReload } from '@/components/page/return-once';
import { useIsSomebodyElse, useSignedInUserId } from '@/lib/clerk/browser';
import type { LoadedProfile } from '@/lib/profile/model/loaded-profile';
import { ownerIn } from '@/lib/profile/model/query/fetch-profile';
import { profileQuery } from '@/lib/profile/model/query/profile-query';
import type { Profile } from '@/lib/profile/model/profile';
import { renewing } from './renewing';

const User = createContext<string | undefined>(undefined);

/** Returns whose profile everything here shows; undefined while that is not known. */
export const useSessionUserId = (): string | undefined => useContext(User);

interface ProfileSessionProps {
  /** what `loadProfile()` returned on the server; without it the browser asks who is signed in */
  loaded?: LoadedProfile | undefined;
  children: ReactNode;
}

/**
 * Gives everything inside the signed-in person's profile, and keeps it in step with their other devices. All sessions
 * of one page share the profile, the saves on their way and the connection. `ProfileForm` brings its own.
 */
export function ProfileSession({ loaded, children }: ProfileSessionProps) {
  const outer = useContext(User);
  const known = loaded?.is === 'signed in' ? loaded : undefined;
  if (outer !== undefined && (known === undefined || known.userId === outer)) return children;
  if (loaded && !known) return <NobodysSession>{children}</NobodysSession>;
  if (!known) return <AskedSession>{children}</AskedSession>;
  return (
    <SessionOf key={known.userId} userId={known.userId} profile={known.profile}>
      {children}
    </SessionOf>
  );
}

function SessionOf({ userId, profile, children }: { userId: string; profile?: Profile | null; children: ReactNode }) {
  const isSomebodyElse = useIsSomebodyElse(userId);
  useEffect(() => {
    if (isSomebodyElse && noteReload()) window.location.reload(); // their page, and nothing of this person's
  }, [isSomebodyElse]);
  return (
    <QueryProvider userId={userId} withRenewal={renewing} profile={profile}>
      <LiveProfile userId={userId}>
        <User value={userId}>{children}</User>
      </LiveProfile>
    </QueryProvider>
  );
}

/**
 * The session of a page that was made for nobody. It stays so, whoever the script finds signed in: what such a page was
 * posted with is only in it.
 */
function NobodysSession({ children }: { children: ReactNode }) {
  const [cache] = useState(() => newCache(undefined, renewing));
  return <QueryClientProvider client={cache}>{children}</QueryClientProvider>;
}

/** The session of whoever Clerk's script, or else the server, says is signed in. */
function AskedSession({ children }: { children: ReactNode }) {
  const byScript = useSignedInUserId();
  const [cache] = useState(() => newCache(undefined, renewing));
  const byServer = useOwner(cache, byScript === undefined);
  const userId = byScript ?? byServer;
  // what was read may be of somebody who has signed out since
  const known = ownerIn(cache) === userId ? cache.getQueryData(profileQuery.queryKey) : undefined;
  if (userId === undefined) return <QueryClientProvider client={cache}>{children}</QueryClientProvider>;
  return (
    <SessionOf key={userId} userId={userId} profile={known}>
      {children}
    </SessionOf>
  );
}

/** Reads the profile of whoever is signed in until it is known whose it is, and returns that. */
function useOwner(cache: QueryClient, isNeeded: boolean): string | undefined {
  useQuery({ ...profileQuery, enabled: isNeeded && ownerIn(cache) === undefined }, cache);
  return ownerIn(cache);
}
