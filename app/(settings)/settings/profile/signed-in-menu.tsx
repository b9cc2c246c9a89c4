'use client';

import { UserMenu } from '@/components/profile/user-menu';
import { useEmail, useSignOut } from '@/lib/clerk/browser';
import { signOutAction } from '../../../sign-out';

/** The header's menu of the signed-in person, whose page this is. */
export const SignedInMenu = ({ userId }: { userId: string }) => (
  <UserMenu userId={userId} email={useEmail()} onSignOut={useSignOut(signOutAction)} />
);
