import 'server-only';
import type { ComponentProps, ReactNode } from 'react';
import { ClerkProvider } from '@clerk/nextjs';
import { env } from '@/lib/env';

interface ClerkRootProps {
  appearance: ComponentProps<typeof ClerkProvider>['appearance'];
  /** where somebody who has signed in or up goes if no other page asked for it */
  homePath: string;
  children: ReactNode;
}

/** Clerk's provider, configured from the environment at run time: one build serves every instance. */
export function ClerkRoot({ appearance, homePath, children }: ClerkRootProps) {
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
      appearance={appearance}
    >
      {children}
    </ClerkProvider>
  );
}
