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
import { addDirectSavesToHistory } from './merge-user';
import { pullOnce } from './pull-from-clerk';
import { nextCall, type SentCall } from '@/lib/profile/core/plan-calls';
import { settlePush } from '@/lib/profile/core/settle-push';
import { notifyChange } from './notify-change';
import type { Patch } from '@/lib/profile/model/values';

/** How many failed pushes of one user in a row count as an outage of Clerk. */
const OUTAGE_AFTER = 3;

/** The outcome of a push: `idle` if none was due or another process holds its lease, `waiting` if one is due again. */
export type PushOutcome = 'idle' | 'confirmed' | 'refused' | 'waiting';

/**
 * Writes a user's pending values to Clerk, if a push is due. Any number of processes may call it at any time: one
 * leases the row, the others find nothing to do. A push that fails is due again later, without end.
 * @throws if Postgres is unreachable or busy
 */
export async function pushToClerk(userId: string): Promise<PushOutcome> {
  let elapsedMs = stopwatch(); // before the lease, which must not seem younger than it is
  const begun = await leaseIfDue(userId, { hasRead: false });
  const readFailure = begun === 'read first' ? await readFirst(userId) : null;
  if (begun === 'read first') elapsedMs = stopwatch();
  const lease = begun === 'read first' ? await leaseIfDue(userId, { hasRead: true }) : begun;
  if (!lease || lease === 'read first') return 'idle';
  const calls: SentCall[] = [];
  const next = () => nextCall(lease.write.patch, calls, elapsedMs());
  for (let patch = next(); patch; patch = next())
    calls.push({ patch, answer: readFailure ?? (await send(userId, patch)) });
  const { outcome, hasRecovered } = await complete(userId, lease, calls);
  if (hasRecovered) await cutBackOffsShort();
  return outcome;
}

/**
 * Starts a stopwatch, and returns a function that reads it, in ms. It takes the longer of two clocks' readings: one of
 * them stops while the machine is suspended.
 */
function stopwatch(): () => number {
  const [steady, wall] = [performance.now(), Date.now()];
  return () => Math.max(performance.now() - steady, Date.now() - wall);
}

/**
 * Reads Clerk before a push that may be late: Clerk may have changed, or an in-flight write may have landed. Returns
 * the failure if Clerk could not be read, as the answer to the calls that are then not made; null if it was.
 */
async function readFirst(userId: string): Promise<ClerkAnswer | null> {
  const pulled = await pullOnce(userId, WRITE_DEADLINE_MS);
  if (pulled.ok) return null;
  const { failure } = pulled;
  return { ok: false, failure: failure.kind === 'transient' ? { ...failure, unknown: false } : failure };
}

/**
 * Returns a lease; null if no push is due or another process holds the lease. Returns `read first`, and leases nothing,
 * if the push may be late and Clerk was not read yet.
 */
const leaseIfDue = (userId: string, { hasRead }: { hasRead: boolean }): Promise<Lease | 'read first' | null> =>
  inTransaction(async (tx) => {
    const row = await tx.lockIfDue(userId);
    const mirror = row && readMirror(row);
    if (!mirror) return null;
    if (!hasRead && (needsReadFirst(mirror) || isPossiblyStale(mirror))) return 'read first';
    const { mirror: leased, lease } = leasePush(mirror, randomUUID(), await tx.now());
    await tx.update(userId, mirrorColumns(leased));
    return lease;
  });

/** Sends one call of a push: its patch belongs to one of Clerk's endpoints. */
function send(userId: string, patch: Patch): Promise<ClerkAnswer> {
  const { attributes, publicMetadata } = toClerk(patch);
  return Object.keys(attributes).length > 0
    ? writeClerkAttributes(userId, attributes)
    : writeClerkMetadata(userId, { publicMetadata });
}

/**
 * Settles a push in Postgres, and returns its outcome. `hasRecovered`: it succeeded after so many failures that Clerk
 * must have come back.
 */
const complete = (
  userId: string,
  lease: Lease,
  calls: readonly SentCall[],
): Promise<{ outcome: PushOutcome; hasRecovered: boolean }> =>
  inTransaction(async (tx) => {
    const row = await tx.lock(userId);
    const settled = row && settlePush(readMirror(row), calls, lease, await tx.now(), Math.random());
    if (!settled) return { outcome: 'idle', hasRecovered: false };
    const hasRecovered = row.pushAttempts >= OUTAGE_AFTER && settled.mirror.pushAttempts === 0 && calls.length > 0;
    const { mirror, changes, retry } = settled;
    if (retry)
      log[retry.kind === 'misconfigured' ? 'error' : 'warn'](
        { userId, attempts: mirror.pushAttempts, failure: retry },
        'push to Clerk failed, will be tried again',
      );
    await tx.update(userId, mirrorColumns(mirror));
    for (const { answer } of calls) if (answer.ok) await addDirectSavesToHistory(tx, answer.value, mirror.revision);
    if (Object.keys(changes).length > 0)
      await tx.addChange({ userId, revision: mirror.revision, source: 'clerk', changes });
    await notifyChange(tx, userId, mirror);
    const outcome =
      mirror.pushDueAt !== null ? 'waiting' : refusedFieldsOf(mirror).length > 0 ? 'refused' : 'confirmed';
    return { outcome, hasRecovered };
  });
