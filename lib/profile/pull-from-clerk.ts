import 'server-only';
import { getClerkUser, READ_DEADLINE_MS, type ClerkUser } from '@/lib/clerk/users';
import type { ClerkFailure } from '@/lib/clerk/errors';
import { inTransaction, type ProfileRow, type ProfileTransaction } from '@/lib/db/profile-rows';
import { fromClerk } from './clerk-shape';
import { merge } from './merge';
import { mirrorColumns } from './mirror-columns';
import { nextPushAt } from './push-schedule';
import { readMirror, toProfile } from './mirror';
import type { Profile } from './profile';

export type Pulled = { ok: true; profile: Profile } | { ok: false; failure: ClerkFailure };

const underWay = new Map<string, Promise<Pulled>>();

/**
 * Reads the user from Clerk and merges them into the mirror. One pull at a time per user and process: whoever asks
 * meanwhile gets the same answer. `deadlineMs` bounds the call to Clerk. Throws when Postgres is away.
 */
export function pullFromClerk(userId: string, deadlineMs = READ_DEADLINE_MS): Promise<Pulled> {
  const running = underWay.get(userId);
  if (running) return running;
  const pull = pullOnce(userId, deadlineMs).finally(() => underWay.delete(userId));
  underWay.set(userId, pull);
  return pull;
}

async function pullOnce(userId: string, deadlineMs: number): Promise<Pulled> {
  const answer = await getClerkUser(userId, deadlineMs);
  if (!answer.ok) return answer;
  return { ok: true, profile: await inTransaction((tx) => mergeUser(tx, answer.user)) };
}

/** Merges one user of Clerk's into the mirror, inside a transaction, and makes the row on the first sight of them. */
export async function mergeUser(tx: ProfileTransaction, user: ClerkUser): Promise<Profile> {
  const now = new Date();
  const row = (await tx.lock(user.id)) ?? (await createRow(tx, user, now));
  const mirror = readMirror(row);
  const merged = merge(mirror, { values: fromClerk(user), updatedAt: user.updatedAt }, now.getTime());
  if (merged.kind === 'ignored') {
    await tx.update(user.id, { checkedAt: now });
    return toProfile(mirror, row.pendingSince, 'checked');
  }

  const columns = mirrorColumns(merged.mirror, row, now);
  // What was pending before keeps its schedule; only what this merge made pending is due at once.
  const pushAt = nextPushAt(row, columns.pushAt && (row.pushAt ?? columns.pushAt));
  const updated = await tx.update(user.id, { ...columns, pushAt, checkedAt: now, staleSince: null });
  if (Object.keys(merged.changes).length > 0)
    await tx.addChange({ userId: user.id, revision: merged.mirror.revision, source: 'clerk', changes: merged.changes });
  const profile = toProfile(merged.mirror, updated.pendingSince, 'checked');
  if (JSON.stringify(profile) !== JSON.stringify(toProfile(mirror, row.pendingSince, 'checked'))) await tx.notify(user.id);
  return profile;
}

async function createRow(tx: ProfileTransaction, user: ClerkUser, now: Date): Promise<ProfileRow> {
  const values = fromClerk(user);
  await tx.create(user.id, { values, confirmed: values, clerkUpdatedAt: new Date(user.updatedAt), checkedAt: now });
  const row = await tx.lock(user.id);
  if (!row) throw new Error(`The mirror row of ${user.id} vanished while it was made`);
  return row;
}
