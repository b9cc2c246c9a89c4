'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { forgetReturn, noteReload } from '@/components/page/return-once';
import { UserMenu } from '@/components/profile/user-menu';
import { useEmail, useIsSomebodyElse, useReloadedUser, useSignOut } from '@/lib/clerk/browser';
import { profileQuery } from '@/lib/profile/model/query/profile-query';
import { signOutAction } from '../../../sign-out';

/** The header's menu of the signed-in person, whose page this is. */
export function SignedInMenu({ userId }: { userId: string }) {
  const { data } = useQuery(profileQuery);
  useReloadedUser(data && (data.source === 'checked' && data.pending.length === 0 ? data.version : null));
  useEffect(forgetReturn, []);
  const isSomebodyElse = useIsSomebodyElse(userId);
  useEffect(() => {
    if (isSomebodyElse && noteReload()) window.location.reload(); // their page, and nothing of this person's
  }, [isSomebodyElse]);
  return <UserMenu userId={userId} email={useEmail()} onSignOut={useSignOut(signOutAction)} />;
}
