import 'server-only';
import { getClerkUser, READ_DEADLINE_MS, type ClerkUser } from '@/lib/clerk/users';
import type { ClerkFailure } from '@/lib/clerk/errors';
import { logUnlessUnreachable, isOutageOngoing } from '@/lib/db/outage';
import { earliestNow, commitWait } from '@/lib/db/clock';
import { inTransaction, type ProfileTransaction } from '@/lib/db/queries/profile-transaction';
import { failed, ok, type Result } from '@/lib/result';
import { within } from '@/lib/within';
import { fromClerk, directSavesOf, toSnapshot } from '@/lib/profile/core/clerk-shape';
import { isPossiblyStale } from '@/lib/profile/direct/is-possibly-stale';
import { merge } from '@/lib/profile/core/merge';
import { newMirror, type Mirror } from '@/lib/profile/core/mirror';
import { mirrorColumns, readMirror } from '@/lib/profile/core/mirror-row';
import type { HowRead } from '@/lib/profile/core/remote-snapshot';
import { toProfile, versionOf } from '@/lib/profile/core/to-profile';
import type { Profile } from '@/lib/profile/model/profile';
import { notifyChange } from './notify-change';

/** The profile as a pull left it, or why Clerk could not be read. */
export type Pulled = Result<Profile, ClerkFailure>;

const underWay = new Map<string, Promise<Pulled>>();

/**
 * Reads the user from Clerk and merges them into the mirror. One pull at a time per user and process: whoever asks
 * meanwhile gets the same answer. `deadlineMs` bounds each call to Clerk. The profile is "checked" where nothing can
 * have gone past it since. Throws when Postgres is unreachable.
 */
export async function pullFromClerk(userId: string, deadlineMs = READ_DEADLINE_MS): Promise<Pulled> {
  const pulled = await pullTogether(userId, deadlineMs);
  // A look that began before this was asked for, or while saves could go past Postgres, may be too old: one that begins
  // now is not.
  return !pulled.ok || pulled.value.source === 'checked' ? pulled : pullTogether(userId, deadlineMs);
}

/** As `pullFromClerk`, for somebody who waits no longer than `ms`: undefined then, and the pull goes on. */
export const pullWithin = (ms: number, userId: string): Promise<Pulled | undefined> =>
  within(
    ms,
    pullFromClerk(userId),
    (error) => void logUnlessUnreachable(error, { userId }, 'a look at Clerk failed that nobody waited for any more'),
  );

function pullTogether(userId: string, deadlineMs: number): Promise<Pulled> {
  const running = underWay.get(userId);
  if (running) return running;
  const pull = pullOnce(userId, deadlineMs).finally(() => underWay.delete(userId));
  underWay.set(userId, pull);
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
 * The time of a look at Clerk that begins now, as in `Seen`: null while saves may go past Postgres, since it could not
 * vouch for itself by the time it is written there.
 */
const lookNow = (): number | null => (isOutageOngoing() ? null : earliestNow());

/** As `pullFromClerk`, by a look of its own. `after` as in `Seen`. Throws when Postgres is unreachable. */
export async function pullOnce(userId: string, deadlineMs: number, sameMsAfter: number | null = null): Promise<Pulled> {
  const readStartedAt = lookNow();
  const answer = await getClerkUser(userId, deadlineMs);
  if (!answer.ok) return answer;
  const merged = await inTransaction((tx) => mergeUser(tx, answer.value, { sameMsAfter, readStartedAt }));
  if (!merged) return failed(ACCOUNT_DELETED);
  if (merged.ambiguousSince !== null && sameMsAfter !== answer.value.updatedAt) {
    // Asked again once Clerk's clock has left that millisecond, whatever differs is newer than what the mirror knew.
    await Promise.all([new Promise((resolve) => setTimeout(resolve, 2)), commitWait(merged.ambiguousSince + 1)]);
    return pullOnce(userId, deadlineMs, answer.value.updatedAt);
  }
  return ok(
    toProfile(merged.mirror, merged.ambiguousSince !== null || isPossiblyStale(merged.mirror) ? 'mirror' : 'checked'),
  );
}

/**
 * Merges one user of Clerk's into the mirror, inside a transaction, and makes the row on the first sight of them. Null
 * where the account was deleted since. `ambiguousSince`: this is as old as what the mirror knows and differs, so that the
 * mirror is as it was, marked stale at that time. `how` it was seen, as in `Seen`: news that came by itself may be old,
 * and so says nothing about what else may have been missed.
 */
export async function mergeUser(
  tx: ProfileTransaction,
  user: ClerkUser,
  how: HowRead,
): Promise<{ mirror: Mirror; ambiguousSince: number | null } | null> {
  const before = await lockOrCreate(tx, user, how);
  if (!before) return null;
  const now = await tx.now();
  const merged = merge(before, toSnapshot(user, how), now);
  if (merged.kind === 'ambiguous') {
    await tx.update(user.id, { invalidatedAt: new Date(now), auditDueAt: new Date(now) });
    return { mirror: before, ambiguousSince: now };
  }
  if (merged.kind === 'outdated') return { mirror: before, ambiguousSince: null };

  await recordDirectSaves(tx, user, merged.mirror.revision);
  const { mirror } = merged;
  await tx.update(user.id, mirrorColumns(mirror));
  if (Object.keys(merged.changes).length > 0)
    await tx.addChange({ userId: user.id, revision: mirror.revision, source: 'clerk', changes: merged.changes });
  if (versionOf(mirror) !== versionOf(before)) await notifyChange(tx, user.id, mirror);
  return { mirror, ambiguousSince: null };
}

/** Saves that went straight to Clerk enter history, so that one of them sent again is known. */
export async function recordDirectSaves(tx: ProfileTransaction, user: ClerkUser, revision: number): Promise<void> {
  for (const [saveId, save] of Object.entries(directSavesOf(user.privateMetadata)?.saves ?? {})) {
    const changes = Object.fromEntries(
      Object.entries(save?.refused ?? {}).map(([name, refused]) => [name, { refused }]),
    );
    await tx.addChange({ userId: user.id, revision, saveId, source: 'device', changes });
  }
}

async function lockOrCreate(
  tx: ProfileTransaction,
  user: ClerkUser,
  { readStartedAt }: Pick<HowRead, 'readStartedAt'>,
): Promise<Mirror | null> {
  const known = await tx.lock(user.id);
  if (known) return readMirror(known);
  await tx.create(
    user.id,
    mirrorColumns(newMirror(fromClerk(user), user.updatedAt, readStartedAt === null ? 0 : await tx.now())),
  );
  const made = await tx.lock(user.id);
  return made && readMirror(made);
}
