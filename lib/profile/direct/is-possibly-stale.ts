import 'server-only';
import { wasUnreachableSince } from '@/lib/db/outage';
import type { Mirror } from '@/lib/profile/core/mirror';

/**
 * True where something can have gone past this mirror: it is marked so, or it was last compared with Clerk before this
 * process began, or last noticed that Postgres was unreachable. Every process so asks Clerk before it believes an older row.
 */
export const isPossiblyStale = ({ invalidatedAt, clerkReadAt }: Mirror): boolean =>
  invalidatedAt !== null || wasUnreachableSince(clerkReadAt ?? 0);
