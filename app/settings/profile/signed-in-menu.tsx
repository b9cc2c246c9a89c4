'use client';

import { UserMenu } from '@/components/user-menu';
import { useEmail, useSignOut } from '@/lib/clerk/browser';

/** The header's menu of the signed-in person. */
export function SignedInMenu() {
  return <UserMenu email={useEmail()} onSignOut={useSignOut()} />;
}
