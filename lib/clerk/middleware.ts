import { clerkMiddleware } from '@clerk/nextjs/server';
import { env } from '@/lib/env';

const options = () => {
  const { NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: publishableKey, NEXT_PUBLIC_CLERK_PROXY_URL: proxyUrl } = env();
  return {
    publishableKey,
    signInUrl: '/sign-in',
    signUpUrl: '/sign-up',
    ...(proxyUrl && { proxyUrl, frontendApiProxy: { enabled: true } }),
  };
};

/** Verifies the session of each request and hands it to the server's code. It protects nothing by itself: pages, doors and verbs do. */
export const withSession = clerkMiddleware(() => undefined, options);
