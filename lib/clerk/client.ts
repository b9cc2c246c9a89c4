import 'server-only';
import './deadline'; // before the SDK, which binds `fetch` when it is loaded
import { createClerkClient } from '@clerk/nextjs/server';
import { env } from '@/lib/env';

export type Client = ReturnType<typeof createClerkClient>;

let client: Client | undefined;

/** Returns the client of Clerk's Backend API with this app's keys, for use inside and outside of requests. */
export function clerk(): Client {
  const { CLERK_SECRET_KEY, NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY, CLERK_API_URL } = env();
  return (client ??= createClerkClient({
    secretKey: CLERK_SECRET_KEY,
    publishableKey: NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY,
    ...(CLERK_API_URL && { apiUrl: CLERK_API_URL }),
    telemetry: { disabled: true },
  }));
}
