import 'server-only';
import { wasUnreachableSince } from '@/lib/db/outage';
import type { Mirror } from '@/lib/profile/core/mirror';

/**
 * Returns true if this mirror may lack a direct save: Clerk is then read before it is trusted. Either a read is due, or
 * Clerk was last read before an outage or before this process began.
 */
export const isPossiblyStale = ({ readDueAt, clerkReadAt }: Mirror): boolean =>
  readDueAt !== null || wasUnreachableSince(clerkReadAt ?? 0);

/** Returns the mirror with a read of Clerk due if it is possibly stale: an outage is not noted in every row. */
export const suspect = (mirror: Mirror): Mirror =>
  isPossiblyStale(mirror) ? { ...mirror, readDueAt: mirror.readDueAt ?? mirror.clerkReadAt ?? 0 } : mirror;
