import 'server-only';
import { getClerkUser, READ_DEADLINE_MS } from '@/lib/clerk/users';
import type { ClerkFailure } from '@/lib/clerk/errors';
import { logUnlessUnreachable, isOutageOngoing } from '@/lib/db/outage';
import { earliestNow, commitWait } from '@/lib/db/clock';
import { inTransaction } from '@/lib/db/queries/profile-transaction';
import { failed, ok, type Result } from '@/lib/result';
import { within } from '@/lib/within';
import { isPossiblyStale } from '@/lib/profile/direct/is-possibly-stale';
import { toProfile } from '@/lib/profile/core/to-profile';
import type { Profile } from '@/lib/profile/model/profile';
import { mergeUser } from './merge-user';

const running = new Map<string, Promise<Result<Profile, ClerkFailure>>>();

/**
 * Reads the user from Clerk, merges them into the mirror, and returns the profile. Its source is `checked` if the
 * mirror cannot be stale. Callers in one process share a pull of the same user. `deadlineMs` bounds each call to Clerk.
 * @throws if Postgres is unreachable or busy
 */
export async function pullFromClerk(
  userId: string,
  deadlineMs = READ_DEADLINE_MS,
): Promise<Result<Profile, ClerkFailure>> {
  const pulled = await pullShared(userId, deadlineMs);
  // A shared read may have started before this call, or in an outage. If its result is not `checked`, read once more.
  return !pulled.ok || pulled.value.source === 'checked' ? pulled : pullShared(userId, deadlineMs);
}

/**
 * Returns what `pullFromClerk` does, or undefined if that takes longer than `ms`. The pull then goes on.
 * @throws as `pullFromClerk`
 */
export const pullWithin = (ms: number, userId: string): Promise<Result<Profile, ClerkFailure> | undefined> =>
  within(
    ms,
    pullFromClerk(userId),
    (error) => void logUnlessUnreachable(error, { userId }, 'a read of Clerk failed after its caller had gone on'),
  );

function pullShared(userId: string, deadlineMs: number): Promise<Result<Profile, ClerkFailure>> {
  const shared = running.get(userId);
  if (shared) return shared;
  const pull = pullOnce(userId, deadlineMs).finally(() => running.delete(userId));
  running.set(userId, pull);
  return pull;
}

const ACCOUNT_DELETED: ClerkFailure = {
  kind: 'refused',
  status: 404,
  code: 'resource_not_found',
  message: 'not found',
  param: null,
  traceId: null,
};

/**
 * Returns the `readStartedAt` of a read that begins now, in ms since 1970 by the clock of Postgres. Null during an
 * outage: direct saves may follow the read before it is committed.
 */
const readStart = (): number | null => (isOutageOngoing() ? null : earliestNow());

/**
 * Pulls with a read of its own, which no other caller shares. `sameMsAfter` is that of `RemoteSnapshot`.
 * @throws if Postgres is unreachable or busy
 */
export async function pullOnce(
  userId: string,
  deadlineMs: number,
  sameMsAfter: number | null = null,
): Promise<Result<Profile, ClerkFailure>> {
  const readStartedAt = readStart();
  const answer = await getClerkUser(userId, deadlineMs);
  if (!answer.ok) return answer;
  const merged = await inTransaction((tx) => mergeUser(tx, answer.value, { sameMsAfter, readStartedAt }));
  if (!merged) return failed(ACCOUNT_DELETED);
  if (merged.ambiguousSince !== null && sameMsAfter !== answer.value.updatedAt) {
    // Once Clerk's clock has left that millisecond, whatever differs in a new read is newer than the row.
    await Promise.all([new Promise((resolve) => setTimeout(resolve, 2)), commitWait(merged.ambiguousSince + 1)]);
    return pullOnce(userId, deadlineMs, answer.value.updatedAt);
  }
  return ok(
    toProfile(merged.mirror, merged.ambiguousSince !== null || isPossiblyStale(merged.mirror) ? 'mirror' : 'checked'),
  );
}
