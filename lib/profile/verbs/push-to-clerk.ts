import 'server-only';
import { randomUUID } from 'node:crypto';
import { WRITE_DEADLINE_MS, writeClerkAttributes, writeClerkMetadata, type ClerkAnswer } from '@/lib/clerk/users';
import { inTransaction } from '@/lib/db/queries/profile-transaction';
import { log } from '@/lib/log';
import { leasePush, needsReadFirst, type Lease } from '@/lib/profile/core/lease-push';
import { toClerk } from '@/lib/profile/core/clerk-shape';
import { cutBackOffsShort } from './cut-back-offs-short';
import { refusedFieldsOf } from '@/lib/profile/core/mirror';
import { mirrorColumns, readMirror } from '@/lib/profile/core/mirror-row';
import { isPossiblyStale } from '@/lib/profile/direct/is-possibly-stale';
import { pullOnce, recordDirectSaves } from './pull-from-clerk';
import { nextCall, type SentCall } from '@/lib/profile/core/plan-calls';
import { settlePush } from '@/lib/profile/core/settle-push';
import { notifyChange } from './notify-change';
import type { Patch } from '@/lib/profile/model/values';

/** So many failures of one user's pushes in a row pass for an outage of Clerk. */
const OUTAGE_AFTER = 3;

/** What came of a push: `idle` where none was due or another process has it. */
export type Pushed = 'idle' | 'confirmed' | 'refused' | 'waiting';

/**
 * Brings what is pending for this user into Clerk, if a push is due. Any number of processes may call it at any time:
 * one leases the row, the others find nothing to do. Never gives up: a failed push is due again later. Throws when
 * Postgres is unreachable.
 */
export async function pushToClerk(userId: string): Promise<Pushed> {
  let elapsedMs = stopwatch(); // before the lease: it must not be thought younger than it is
  const begun = await leaseIfDue(userId, { looked: false });
  const unread = begun === 'look first' ? await lookFirst(userId) : null;
  if (begun === 'look first') elapsedMs = stopwatch();
  const lease = begun === 'look first' ? await leaseIfDue(userId, { looked: true }) : begun;
  if (!lease || lease === 'look first') return 'idle';
  const calls: SentCall[] = [];
  const next = () => nextCall(lease.write.patch, calls, elapsedMs());
  for (let patch = next(); patch; patch = next()) calls.push({ patch, answer: unread ?? (await send(userId, patch)) });
  const { pushed, recovered } = await complete(userId, lease, calls);
  if (recovered) await cutBackOffsShort();
  return pushed;
}

/**
 * Tells how long ago it was made, in ms, by whichever clock says longer: where a machine was frozen, one of them may
 * have been too.
 */
function stopwatch(): () => number {
  const [steady, wall] = [performance.now(), Date.now()];
  return () => Math.max(performance.now() - steady, Date.now() - wall);
}

/**
 * Before a push that may come late: Clerk may have changed since, or an earlier call may have landed after all. Gives
 * the failure where Clerk could not be read: then nothing is written either.
 */
async function lookFirst(userId: string): Promise<ClerkAnswer | null> {
  const looked = await pullOnce(userId, WRITE_DEADLINE_MS);
  if (looked.ok) return null;
  const { failure } = looked;
  return { ok: false, failure: failure.kind === 'transient' ? { ...failure, unknown: false } : failure };
}

/**
 * Null where no push is due, or another process is making it. One that may come late is leased only after a look at
 * Clerk.
 */
const leaseIfDue = (userId: string, { looked }: { looked: boolean }): Promise<Lease | 'look first' | null> =>
  inTransaction(async (tx) => {
    const row = await tx.lockIfDue(userId);
    const mirror = row && readMirror(row);
    if (!mirror) return null;
    if (!looked && (needsReadFirst(mirror) || isPossiblyStale(mirror))) return 'look first';
    const { mirror: leased, lease } = leasePush(mirror, randomUUID(), await tx.now());
    await tx.update(userId, mirrorColumns(leased));
    return lease;
  });

function send(userId: string, patch: Patch): Promise<ClerkAnswer> {
  const { attributes, publicMetadata } = toClerk(patch);
  return Object.keys(attributes).length > 0
    ? writeClerkAttributes(userId, attributes)
    : writeClerkMetadata(userId, { publicMetadata });
}

/** `recovered`: this got through after so many failures that Clerk itself must be back. */
const complete = (
  userId: string,
  lease: Lease,
  calls: readonly SentCall[],
): Promise<{ pushed: Pushed; recovered: boolean }> =>
  inTransaction(async (tx) => {
    const row = await tx.lock(userId);
    const settled = row && settlePush(readMirror(row), calls, lease, await tx.now(), Math.random());
    if (!settled) return { pushed: 'idle', recovered: false };
    const recovered = row.pushAttempts >= OUTAGE_AFTER && settled.mirror.pushAttempts === 0 && calls.length > 0;
    const { mirror, changes, retry } = settled;
    if (retry)
      log[retry.kind === 'misconfigured' ? 'error' : 'warn'](
        { userId, attempts: mirror.pushAttempts, failure: retry },
        'push to Clerk failed, will be tried again',
      );
    await tx.update(userId, mirrorColumns(mirror));
    for (const { answer } of calls) if (answer.ok) await recordDirectSaves(tx, answer.value, mirror.revision);
    if (Object.keys(changes).length > 0)
      await tx.addChange({ userId, revision: mirror.revision, source: 'clerk', changes });
    await notifyChange(tx, userId, mirror);
    const pushed = mirror.pushDueAt !== null ? 'waiting' : refusedFieldsOf(mirror).length > 0 ? 'refused' : 'confirmed';
    return { pushed, recovered };
  });
