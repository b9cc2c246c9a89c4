import 'server-only';
import { getClerkUser, WRITE_DEADLINE_MS, type ClerkUser } from '@/lib/clerk/users';
import { earliestNow, latestNow } from '@/lib/db/clock';
import { readProfile } from '@/lib/db/queries/read-profile';
import { createProfile } from '@/lib/db/queries/write-profile';
import { failed, ok, type Result } from '@/lib/result';
import type { ClerkFailure } from '@/lib/clerk/errors';
import { fromClerk, toSnapshot } from '@/lib/profile/core/clerk-shape';
import { merge } from '@/lib/profile/core/merge';
import { newMirror, type Mirror } from '@/lib/profile/core/mirror';
import { mirrorColumns } from '@/lib/profile/core/mirror-columns';
import { readMirror } from '@/lib/profile/core/mirror-row';
import { directSaveHistory } from './clerk-change';

const ACCOUNT_DELETED: ClerkFailure = {
  kind: 'refused',
  status: 404,
  code: 'resource_not_found',
  message: 'not found',
  param: null,
  traceId: null,
};

/**
 * Reads a user from Clerk who has no row yet, creates it, and returns its mirror. There is nothing to lease: of several
 * processes the first creates the row, and the others take it as it is.
 * @throws if Postgres is unreachable or busy
 */
export async function createFromClerk(userId: string): Promise<Result<Mirror, ClerkFailure>> {
  const readStartedAt = earliestNow();
  const answer = await getClerkUser(userId, WRITE_DEADLINE_MS);
  if (!answer.ok) return answer;
  const user = answer.value;
  const mirror = firstMirror(user, readStartedAt);
  await createProfile(userId, mirrorColumns(mirror), directSaveHistory(user, mirror.revision));
  const stored = await readProfile(userId);
  return stored ? ok(readMirror(stored.row)) : failed(ACCOUNT_DELETED);
}

/**
 * Returns the mirror of a user who has no row yet, as they were read from Clerk. `readStartedAt` is that of
 * `RemoteSnapshot`.
 */
export const firstMirror = (user: ClerkUser, readStartedAt: number): Mirror =>
  merge(newMirror(fromClerk(user), user.updatedAt, readStartedAt), toSnapshot(user, readStartedAt), latestNow()).mirror;
