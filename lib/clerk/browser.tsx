'use client';

import { useAuth, useClerk, useUser } from '@clerk/nextjs';
import { useEffect, useRef } from 'react';
import { within } from '@/lib/within';

/** The signed-in person's own e-mail address, as Clerk's browser script knows it; null until it has loaded. */
export function useEmail(): string | null {
  return useUser().user?.primaryEmailAddress?.emailAddress ?? null;
}

/**
 * How long a confirmed profile has to stand before Clerk's own user is read again, in ms: many changes are one reading,
 * and it is in nobody's way.
 */
const SETTLED_MS = 500;

/**
 * Has Clerk's own hooks and components show what Clerk has confirmed: they are told nothing of changes made elsewhere.
 * `confirmed` names the profile that Clerk holds now; null while it does not hold all of it, undefined while that is
 * not known.
 */
export function useReloadedUser(confirmed: string | null | undefined): void {
  const { user } = useUser();
  const known = useRef<string | null>(null);
  useEffect(() => {
    if (confirmed === undefined || !user || known.current === confirmed) return;
    // The page came with a user who is as new as what was confirmed then, and older than what is confirmed next.
    known.current ??= confirmed ?? '';
    if (confirmed === null || known.current === confirmed) return;
    const timer = setTimeout(() => {
      known.current = confirmed;
      user.reload().catch(() => {
        known.current = ''; // told again at the next change
      });
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [confirmed, user]);
}

/** The id of whoever is signed in, as Clerk's browser script knows it; undefined before it has loaded. */
export function useSignedInUserId(): string | undefined {
  return useAuth().userId ?? undefined;
}

/** True once Clerk knows that somebody else than `userId` has signed in on this browser, in another tab. */
export function useIsSomebodyElse(userId: string): boolean {
  const { user } = useUser();
  return user != null && user.id !== userId;
}

/** How long Clerk's script may take to sign out, in ms, before the server does it. */
const SIGN_OUT_MS = 8_000;

/**
 * Returns what ends this browser's session and leads to the sign-in page. `byServer` does so where Clerk's script has
 * not loaded, fails or hangs, and resolves to false if it cannot.
 */
export function useSignOut(byServer: () => Promise<boolean>): () => Promise<void> {
  const clerk = useClerk();
  return async () => {
    if (clerk.loaded && (await signOutByScript(clerk))) return;
    const ended = await within(SIGN_OUT_MS, byServer(), () => undefined);
    if (!ended) throw new Error('the session could not be ended');
    window.location.assign(new URL('/sign-in', window.location.href)); // a new document, whose script knows of it
  };
}

async function signOutByScript(clerk: ReturnType<typeof useClerk>): Promise<boolean> {
  const signingOut = clerk.signOut({ redirectUrl: '/sign-in' }).then(
    () => true,
    () => false,
  );
  return (await within(SIGN_OUT_MS, signingOut, () => undefined)) ?? false;
}

/** What Clerk's script knows of this browser: `unknown` until it has loaded. */
export function useSignedInState(): 'signed in' | 'signed out' | 'unknown' {
  const { isLoaded, isSignedIn } = useAuth();
  return !isLoaded ? 'unknown' : isSignedIn ? 'signed in' : 'signed out';
}

/** The host that Clerk's script is loaded from; null if it is this page's own. */
export function clerkScriptHost(): string | null {
  const { src } = document.querySelector<HTMLScriptElement>('script[data-clerk-js-script]') ?? {};
  const { host } = new URL(src ?? '', window.location.href);
  return host === window.location.host ? null : host;
}

export { SignIn, SignUp } from '@clerk/nextjs';
