import 'server-only';
import type { ClerkUser } from '@/lib/clerk/users';
import { earliestNow, latestNow } from '@/lib/db/clock';
import { createProfiles, type NewProfile } from '@/lib/db/queries/write-profile';
import { mirrorColumns } from '@/lib/profile/core/mirror-columns';
import { AUDIT_AFTER_MS } from '@/lib/profile/core/schedule';
import { directSaveHistory } from './clerk-change';
import { firstMirror } from './create-from-clerk';

/**
 * Creates the rows of users who were listed by Clerk, all in one statement, unless they have one already or their
 * account was deleted. Returns how many it created. A list can be behind and is read without a lease, so no row counts
 * as read: before its person reads or saves it, Clerk is read for them alone, as if there were none.
 * @throws if Postgres is unreachable or busy
 */
export const createListed = (users: readonly ClerkUser[]): Promise<number> => createProfiles(users.map(newProfile));

function newProfile(user: ClerkUser): NewProfile {
  const mirror = firstMirror(user, earliestNow());
  const columns = {
    ...mirrorColumns({ ...mirror, clerkReadAt: null }),
    auditDueAt: new Date(latestNow() + AUDIT_AFTER_MS), // the list is what an audit would compare it with
  };
  return { userId: user.id, columns, history: directSaveHistory(user, mirror.revision) };
}
