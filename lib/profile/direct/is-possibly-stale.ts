import 'server-only';
import { wasUnreachableSince } from '@/lib/db/outage';
import type { Mirror } from '@/lib/profile/core/mirror';

/**
 * Returns true if this mirror may lack a direct save: Clerk is then read before it is trusted. Either the row is
 * invalidated, or it was last read from Clerk before an outage or before this process began.
 */
export const isPossiblyStale = ({ invalidatedAt, clerkReadAt }: Mirror): boolean =>
  invalidatedAt !== null || wasUnreachableSince(clerkReadAt ?? 0);
