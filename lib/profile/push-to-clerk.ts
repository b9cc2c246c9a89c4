import 'server-only';
import { randomUUID } from 'node:crypto';
import { getClerkUser, writeClerkAttributes, writeClerkMetadata, type ClerkAnswer } from '@/lib/clerk/users';
import { inTransaction } from '@/lib/db/profile-rows';
import { log } from '@/lib/log';
import { toClerk } from './clerk-shape';
import { mirrorColumns } from './mirror-columns';
import { pendingFields, readMirror, type Doubt } from './mirror';
import { mergeUser } from './pull-from-clerk';
import { backOffMs, CLAIM_MS } from './push-schedule';
import { callsOf, settlePush, type SentCall } from './settle-push';
import { pick, type Patch } from './values';

interface Claim {
  token: string;
  doubt: Doubt;
}

/** What came of a push: `idle` where none was due or another process has it. */
export type Pushed = 'idle' | 'confirmed' | 'refused' | 'waiting';

/**
 * Brings what is pending for this user into Clerk, if a push is due. Any number of processes may call it at any time: one
 * claims the row, the others find nothing to do. Never gives up: a failed push is due again later. Throws when Postgres is away.
 */
export async function pushToClerk(userId: string): Promise<Pushed> {
  if (await isRetry(userId)) {
    // Clerk may have changed since, or an earlier call may have landed after all: look before writing.
    const answer = await getClerkUser(userId);
    if (answer.ok) await inTransaction((tx) => mergeUser(tx, answer.user));
  }
  const claim = await claimPush(userId);
  if (!claim) return 'idle';
  const calls: SentCall[] = [];
  for (const patch of callsOf(claim.doubt.patch)) calls.push({ patch, answer: await send(userId, patch) });
  return complete(userId, claim, calls);
}

const isRetry = (userId: string): Promise<boolean> =>
  inTransaction(async (tx) => {
    const row = await tx.lockIfDue(userId, new Date());
    return row !== null && (row.pushAttempts > 0 || row.pushToken !== null || row.doubtful !== null);
  });

const claimPush = (userId: string): Promise<Claim | null> =>
  inTransaction(async (tx) => {
    const now = new Date();
    const row = await tx.lockIfDue(userId, now);
    if (!row) return null;
    const mirror = readMirror(row);
    const patch = pick(mirror.values, pendingFields(mirror));
    if (Object.keys(patch).length === 0) {
      await tx.update(userId, { pushAt: null, pushToken: null, pushAttempts: 0, pendingSince: null });
      return null;
    }
    const claim: Claim = { token: randomUUID(), doubt: { patch, at: now.getTime() } };
    const { doubtful } = mirrorColumns({ ...mirror, doubtful: [...mirror.doubtful, claim.doubt] }, row, now);
    await tx.update(userId, { pushAt: new Date(now.getTime() + CLAIM_MS), pushToken: claim.token, doubtful });
    return claim;
  });

function send(userId: string, patch: Patch): Promise<ClerkAnswer> {
  const { attributes, publicMetadata } = toClerk(patch);
  return Object.keys(attributes).length > 0 ? writeClerkAttributes(userId, attributes) : writeClerkMetadata(userId, publicMetadata);
}

const complete = (userId: string, claim: Claim, calls: readonly SentCall[]): Promise<Pushed> =>
  inTransaction(async (tx) => {
    const row = await tx.lock(userId);
    // The claim ran out and another process took over: what we heard is its to find out.
    if (!row || row.pushToken !== claim.token) return 'idle';
    const now = new Date();
    const { mirror, changes, retry } = settlePush(readMirror(row), calls, claim.doubt, now.getTime());
    const columns = mirrorColumns(mirror, row, now);
    const attempts = retry ? row.pushAttempts + 1 : 0;
    if (retry) {
      const retryAfterMs = retry.kind === 'transient' ? retry.retryAfterMs : null;
      columns.pushAt &&= new Date(now.getTime() + backOffMs(attempts, retryAfterMs, Math.random()));
      log[retry.kind === 'misconfigured' ? 'error' : 'warn']({ userId, attempts, failure: retry, nextPushAt: columns.pushAt }, 'push to Clerk failed, will be tried again');
    }
    const heard = calls.some(({ answer }) => answer.ok);
    await tx.update(userId, { ...columns, pushToken: null, pushAttempts: attempts, ...(heard && { checkedAt: now }) });
    if (Object.keys(changes).length > 0) await tx.addChange({ userId, revision: mirror.revision, source: 'clerk', changes });
    await tx.notify(userId);
    if (columns.pushAt) return 'waiting';
    return columns.refused ? 'refused' : 'confirmed';
  });
