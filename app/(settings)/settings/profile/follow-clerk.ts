'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { forgetReturn } from '@/components/page/return-once';
import { useReloadedUser } from '@/lib/clerk/browser';
import { profileQuery } from '@/lib/profile/model/query/profile-query';

/** Keeps Clerk's hooks and components as new as the profile. */
export function FollowClerk(): null {
  const { data } = useQuery(profileQuery);
  useReloadedUser(data && (data.source === 'checked' && data.pending.length === 0 ? data.version : null));
  useEffect(forgetReturn, []);
  return null;
}
