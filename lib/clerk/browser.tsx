'use client';

import { useClerk, useUser } from '@clerk/nextjs';

/** The signed-in person's own e-mail address, as Clerk's browser script knows it; null until it has loaded. */
export function useEmail(): string | null {
  return useUser().user?.primaryEmailAddress?.emailAddress ?? null;
}

/** Ends this browser's session and leads to the sign-in page. */
export function useSignOut(): () => Promise<void> {
  const { signOut } = useClerk();
  return () => signOut({ redirectUrl: '/sign-in' });
}

export { SignIn, SignUp } from '@clerk/nextjs';
