import 'server-only';
import { env } from '@/lib/env';
import { modeOfKey } from '@/lib/env/keys';

/**
 * Returns how many requests Clerk's Backend API allows this instance in 10 s: fewer for one in development. They are
 * shared by every process with its key. Source: clerk.com/docs, "Rate limits", Backend API requests.
 */
export const requestsPer10s = (): number => (modeOfKey(env().CLERK_SECRET_KEY) === 'live' ? 1_000 : 100);
