import type { useClerk } from '@clerk/nextjs';
import { within } from '@/lib/within';
import { holdsToken } from './session-cookies';

/** How long Clerk may take to make a token, in ms. */
const DEADLINE_MS = 4_000;

/**
 * Has Clerk's script ask for a token past its cache, and returns true if the cookie holds it. False where the script
 * has not loaded, has no session, or leaves the cookie to another tab. Never rejects.
 */
export async function renewByScript(): Promise<boolean> {
  const session = (window as { Clerk?: ReturnType<typeof useClerk> }).Clerk?.session;
  if (!session) return false;
  // where it fails, a page is opened next
  const asking: Promise<string | null> = session.getToken({ skipCache: true }).catch(() => null);
  const token = await within(DEADLINE_MS, asking, () => undefined);
  return !!token && holdsToken(token);
}
