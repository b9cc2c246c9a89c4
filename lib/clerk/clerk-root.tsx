import 'server-only';
import type { ComponentProps, ReactNode } from 'react';
import { ClerkProvider } from '@clerk/nextjs';
import { env } from '@/lib/env';

/** Clerk's provider, configured from the environment at run time: one build serves every instance. */
export function ClerkRoot({
  appearance,
  children,
}: {
  appearance: ComponentProps<typeof ClerkProvider>['appearance'];
  children: ReactNode;
}) {
  const { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY, NEXT_PUBLIC_CLERK_PROXY_URL } = env();
  return (
    <ClerkProvider
      publishableKey={NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY}
      {...(NEXT_PUBLIC_CLERK_PROXY_URL && { proxyUrl: NEXT_PUBLIC_CLERK_PROXY_URL })}
      signInUrl="/sign-in"
      signUpUrl="/sign-up"
      signInFallbackRedirectUrl="/settings/profile"
      signUpFallbackRedirectUrl="/settings/profile"
      afterSignOutUrl="/sign-in"
      appearance={appearance}
    >
      {children}
    </ClerkProvider>
  );
}
