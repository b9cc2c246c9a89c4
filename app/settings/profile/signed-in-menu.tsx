'use client';

import { useQuery } from '@tanstack/react-query';
import { UserMenu } from '@/components/user-menu';
import { useEmail, useReloadedUser, useSignOut } from '@/lib/clerk/browser';
import { profileQuery } from '@/lib/profile/query';

/** The header's menu of the signed-in person. */
export function SignedInMenu() {
  const { data } = useQuery(profileQuery);
  useReloadedUser(data && data.source === 'checked' && data.pending.length === 0 ? data.version : null);
  return <UserMenu email={useEmail()} onSignOut={useSignOut()} />;
}
