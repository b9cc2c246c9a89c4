import 'server-only';
import { wasUnreachableSince } from '@/lib/db/outage';
import type { Mirror } from '@/lib/profile/core/mirror';

/**
 * Returns true if a direct save may be missing from this mirror, so that Clerk is to be read before it is trusted: the
 * row is invalidated, or was last read before this process began or before an outage.
 */
export const isPossiblyStale = ({ invalidatedAt, clerkReadAt }: Mirror): boolean =>
  invalidatedAt !== null || wasUnreachableSince(clerkReadAt ?? 0);
