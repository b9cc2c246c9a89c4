'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { forgetReturn, noteReload } from '@/components/page/return-once';
import { useIsSomebodyElse, useReloadedUser } from '@/lib/clerk/browser';
import { profileQuery } from '@/lib/profile/model/query/profile-query';

/** Keeps Clerk's hooks and components as new as the profile, and the page that of whoever is signed in. */
export function FollowClerk({ userId }: { userId: string }): null {
  const { data } = useQuery(profileQuery);
  useReloadedUser(data && (data.source === 'checked' && data.pending.length === 0 ? data.version : null));
  useEffect(forgetReturn, []);
  const isSomebodyElse = useIsSomebodyElse(userId);
  useEffect(() => {
    if (isSomebodyElse && noteReload()) window.location.reload(); // their page, and nothing of this person's
  }, [isSomebodyElse]);
  return null;
}
