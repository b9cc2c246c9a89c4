import 'server-only';
import type { ComponentProps, ReactNode } from 'react';
import { ClerkProvider } from '@clerk/nextjs';
import { connection } from 'next/server';
import { env } from '@/lib/env';

interface ClerkRootProps {
  /** how Clerk's own sign-in and sign-up look; absent where none is shown: they are not loaded then (291 KiB) */
  widgets?: ComponentProps<typeof ClerkProvider>['appearance'];
  /** the texts of those, where they are not to be in English: `loadClerkTexts` */
  texts?: ComponentProps<typeof ClerkProvider>['localization'];
  /** where somebody who has signed in or up goes if no other page asked for it */
  homePath: string;
  children: ReactNode;
}

/** Clerk's provider, configured from the environment at run time: one build serves every instance. */
export async function ClerkRoot({ widgets, texts, homePath, children }: ClerkRootProps) {
  await connection(); // nothing is rendered at build time
  const { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY, NEXT_PUBLIC_CLERK_PROXY_URL } = env();
  return (
    <ClerkProvider
      publishableKey={NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY}
      {...(NEXT_PUBLIC_CLERK_PROXY_URL && { proxyUrl: NEXT_PUBLIC_CLERK_PROXY_URL })}
      signInUrl="/sign-in"
      signUpUrl="/sign-up"
      signInFallbackRedirectUrl={homePath}
      signUpFallbackRedirectUrl={homePath}
      afterSignOutUrl="/sign-in"
      {...(widgets ? { appearance: widgets, localization: texts } : { prefetchUI: false })}
    >
      {children}
    </ClerkProvider>
  );
}
