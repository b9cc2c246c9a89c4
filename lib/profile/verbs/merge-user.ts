import 'server-only';
import type { ClerkUser } from '@/lib/clerk/users';
import type { ProfileTransaction } from '@/lib/db/queries/profile-transaction';
import { directSavesOf, fromClerk, toSnapshot } from '@/lib/profile/core/clerk-shape';
import { merge } from '@/lib/profile/core/merge';
import { newMirror, type Mirror } from '@/lib/profile/core/mirror';
import { mirrorColumns, readMirror } from '@/lib/profile/core/mirror-row';
import type { HowRead } from '@/lib/profile/core/remote-snapshot';
import { versionOf } from '@/lib/profile/core/to-profile';
import { notifyChange } from './notify-change';

/** A mirror into which a snapshot of Clerk's user was merged. */
export interface MergedUser {
  mirror: Mirror;
  /**
   * when the row was invalidated, in ms since 1970 by the clock of Postgres, because the snapshot was ambiguous; null
   * if it was not
   */
  ambiguousSince: number | null;
}

/**
 * Merges Clerk's user into the mirror and creates the row if there is none. Returns null if the account was deleted. An
 * outdated or ambiguous snapshot changes no value; an ambiguous one invalidates the row.
 */
export async function mergeUser(tx: ProfileTransaction, user: ClerkUser, how: HowRead): Promise<MergedUser | null> {
  const before = await lockOrCreate(tx, user, how);
  if (!before) return null;
  const now = await tx.now();
  const merged = merge(before, toSnapshot(user, how), now);
  if (merged.kind === 'ambiguous') {
    await tx.update(user.id, { invalidatedAt: new Date(now), auditDueAt: new Date(now) });
    return { mirror: before, ambiguousSince: now };
  }
  if (merged.kind === 'outdated') return { mirror: before, ambiguousSince: null };

  await addDirectSavesToHistory(tx, user, merged.mirror.revision);
  const { mirror } = merged;
  await tx.update(user.id, mirrorColumns(mirror));
  if (Object.keys(merged.changes).length > 0)
    await tx.addChange({ userId: user.id, revision: mirror.revision, source: 'clerk', changes: merged.changes });
  if (versionOf(mirror) !== versionOf(before)) await notifyChange(tx, user.id, mirror);
  return { mirror, ambiguousSince: null };
}

/** Adds the direct saves in Clerk's log to history, so that a retry of one of them is recognised. */
export async function addDirectSavesToHistory(
  tx: ProfileTransaction,
  user: ClerkUser,
  revision: number,
): Promise<void> {
  for (const [saveId, save] of Object.entries(directSavesOf(user.privateMetadata)?.saves ?? {})) {
    const changes = Object.fromEntries(
      Object.entries(save?.refused ?? {}).map(([name, refused]) => [name, { refused }]),
    );
    await tx.addChange({ userId: user.id, revision, saveId, source: 'device', changes });
  }
}

/** Returns the user's mirror, locked, and created if there was none; null if the account was deleted. */
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
  const created = await tx.lock(user.id);
  return created && readMirror(created);
}
