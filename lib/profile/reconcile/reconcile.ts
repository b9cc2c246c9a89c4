import 'server-only';
import { randomUUID } from 'node:crypto';
import type { ClerkFailure } from '@/lib/clerk/errors';
import { getClerkUser, WRITE_DEADLINE_MS, type ClerkUser } from '@/lib/clerk/users';
import { earliestNow } from '@/lib/db/clock';
import { applyRead } from '@/lib/profile/core/apply-read';
import { toSnapshot } from '@/lib/profile/core/clerk-shape';
import { planWrite, takeLease, type Lease } from '@/lib/profile/core/lease';
import type { InFlightWrite, Mirror } from '@/lib/profile/core/mirror';
import { isReadDue } from '@/lib/profile/core/schedule';
import { settleFailedRead } from '@/lib/profile/core/settle-push';
import { suspect } from '@/lib/profile/direct/is-possibly-stale';
import { changeMirror, type Decision, type KnownMirror } from './change-mirror';
import { clerkChange } from './clerk-change';
import { createFromClerk } from './create-from-clerk';
import { inSlot } from './lease-slots';
import { push, stopwatch } from './push';
import { logRetry, reconciled, type Reconciled } from './reconciled';

/**
 * Does what is due of one person, under their lease: reads Clerk where that is due, merges, sends what is pending, and
 * settles each answer. What a webhook, a reader or the audit want only comes to a row this way; a save may have its
 * push begun already. Any number of processes may call it at any time. `readAfter`: also reads Clerk if no read that
 * began later is known, in ms since 1970 by the clock of Postgres. `notAfter`: does nothing if it could not begin by
 * then, in ms since 1970 by this process's clock, since nobody waits for it any more.
 * @throws if Postgres is unreachable or busy
 */
export const reconcile = (
  userId: string,
  { readAfter, notAfter = Infinity }: { readAfter?: number; notAfter?: number } = {},
): Promise<Reconciled> =>
  inSlot(userId, async () => (Date.now() > notAfter ? reconciled('leased', null) : underLease(userId, readAfter)));

/** What to do under a lease that was just taken: read Clerk, or send a write; nothing if neither is due after all. */
type Begun = { lease: Lease; next: 'read' | InFlightWrite | null };

async function underLease(userId: string, readAfter?: number): Promise<Reconciled> {
  const sinceLeaseMs = stopwatch(); // before the lease, which must not seem younger than it is
  const begun = await changeMirror(userId, (mirror, now) => beginLease(mirror, now, readAfter));
  if (!begun) {
    const created = await createFromClerk(userId);
    return created.ok ? reconciled('done', created.value) : reconciled('done', null, created.failure);
  }
  if (typeof begun.result === 'string') return reconciled(begun.result, begun.mirror);
  const { lease, next } = begun.result;
  if (next === 'read') return read(userId, begun, lease);
  return next ? push(userId, { known: begun, lease, write: next, sinceLeaseMs }) : reconciled('done', begun.mirror);
}

/** Takes the lease if it is free and needed, and notes the write if Clerk need not be read first. */
export function beginLease(stored: Mirror, now: number, readAfter?: number): Decision<Begun | 'leased' | 'idle'> {
  const mirrorBefore = suspect(stored);
  const mustRead = readAfter !== undefined && ((stored.clerkReadAt ?? 0) <= readAfter || isReadDue(mirrorBefore));
  const taken = takeLease(mirrorBefore, randomUUID(), now, mustRead);
  if (typeof taken === 'string') return { result: taken };
  const { lease, mirror } = taken;
  if (taken.next === 'read') return { result: { lease, next: 'read' }, mirror };
  const planned = planWrite(mirror, now);
  return { result: { lease, next: planned.write }, mirror: planned.mirror };
}

/** Reads Clerk under a lease, merges, and pushes what is then due. */
async function read(userId: string, known: KnownMirror, lease: Lease): Promise<Reconciled> {
  const readStartedAt = earliestNow();
  const answer = await getClerkUser(userId, WRITE_DEADLINE_MS);
  if (!answer.ok) return readFailed(userId, known, lease, answer.failure);
  const sinceLeaseMs = stopwatch();
  const applied = await changeMirror(userId, (mirror, now) => merged(mirror, now, lease, answer.value, readStartedAt), {
    known,
  });
  if (!applied?.result) return reconciled('lost', applied?.mirror ?? null);
  const { write } = applied.result;
  return write ? push(userId, { known: applied, lease, write, sinceLeaseMs }) : reconciled('done', applied.mirror);
}

function merged(
  before: Mirror,
  now: number,
  lease: Lease,
  user: ClerkUser,
  readStartedAt: number,
): Decision<{ write: InFlightWrite | null } | null> {
  const applied = applyRead(before, lease, toSnapshot(user, readStartedAt), now);
  if (!applied) return { result: null };
  const { mirror, changes, write } = applied;
  return { result: { write }, mirror, ...clerkChange(user.id, { before, after: mirror }, changes, [user]) };
}

/** Settles a read that failed: what was due is due again later. */
async function readFailed(
  userId: string,
  known: KnownMirror,
  lease: Lease,
  failure: ClerkFailure,
): Promise<Reconciled> {
  const settled = await changeMirror(
    userId,
    (before, now) => {
      const failed = settleFailedRead(before, lease, failure, now, Math.random());
      if (!failed) return { result: false };
      const { mirror, changes } = failed;
      return { result: true, mirror, ...clerkChange(userId, { before, after: mirror }, changes, []) };
    },
    { known },
  );
  if (!settled?.result) return reconciled('lost', settled?.mirror ?? null);
  if (settled.mirror.dueAt !== null) logRetry(userId, settled.mirror, failure);
  return reconciled('done', settled.mirror, failure);
}
