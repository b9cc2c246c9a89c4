import 'server-only';
import { writeClerkAttributes, writeClerkMetadata, type ClerkAnswer } from '@/lib/clerk/users';
import { logUnlessUnreachable } from '@/lib/db/outage';
import { toClerk } from '@/lib/profile/core/clerk-shape';
import { holdsLease, renewLease, type Lease } from '@/lib/profile/core/lease';
import type { InFlightWrite } from '@/lib/profile/core/mirror';
import { nextCall, type SentCall } from '@/lib/profile/core/plan-calls';
import { CALL_WITHIN_MS } from '@/lib/profile/core/schedule';
import { settlePush } from '@/lib/profile/core/settle-push';
import type { Patch } from '@/lib/profile/model/values';
import { changeMirror, type KnownMirror } from './change-mirror';
import { clerkChange } from './clerk-change';
import { cutBackOffsShort } from './cut-back-offs-short';
import { logRetry, reconciled, type Reconciled } from './reconciled';

/** After how many failures in a row a success means that Clerk was down and is back. */
const OUTAGE_AFTER = 3;

/** A lease with a write that was noted as in flight: it is sent next. */
export interface NotedWrite {
  known: KnownMirror;
  lease: Lease;
  write: InFlightWrite;
  /** reads how long ago the lease was taken or renewed, in ms, or a little longer */
  sinceLeaseMs: () => number;
}

/**
 * Sends a noted write to Clerk, call by call, and settles it. The lease is renewed before a call for which it is too
 * old; where another process has taken it over, nothing more is sent, and the write stays in flight.
 * @throws if Postgres is unreachable or busy
 */
export async function push(userId: string, { known, lease, write, sinceLeaseMs }: NotedWrite): Promise<Reconciled> {
  let [current, ageMs] = [known, sinceLeaseMs];
  const calls: SentCall[] = [];
  const next = () => nextCall(write.patch, calls);
  for (let patch = next(); patch; patch = next()) {
    if (ageMs() > CALL_WITHIN_MS) {
      ageMs = stopwatch();
      const renewed = await changeMirror(
        userId,
        (mirror, now) =>
          holdsLease(mirror, lease) ? { result: true, mirror: renewLease(mirror, now) } : { result: false },
        { known: current },
      );
      if (!renewed?.result) return reconciled('lost', renewed?.mirror ?? null);
      current = renewed;
    }
    calls.push({ patch, answer: await send(userId, patch) });
  }
  return settle(userId, current, lease, write, calls);
}

/** Settles a push in Postgres, and returns its outcome. */
async function settle(
  userId: string,
  known: KnownMirror,
  lease: Lease,
  write: InFlightWrite,
  calls: readonly SentCall[],
): Promise<Reconciled> {
  const answers = calls.flatMap(({ answer }) => (answer.ok ? [answer.value] : []));
  const settled = await changeMirror(
    userId,
    (before, now) => {
      const push = settlePush(before, lease, write, calls, now, Math.random());
      if (!push) return { result: null };
      const { mirror, changes, retry } = push;
      const hasRecovered = before.attempts >= OUTAGE_AFTER && mirror.attempts === 0 && calls.length > 0;
      return {
        result: { retry, hasRecovered },
        mirror,
        ...clerkChange(userId, { before, after: mirror }, changes, answers),
      };
    },
    { known },
  );
  if (!settled?.result) return reconciled('lost', settled?.mirror ?? null);
  const { retry, hasRecovered } = settled.result;
  if (retry) logRetry(userId, settled.mirror, retry);
  if (hasRecovered)
    await cutBackOffsShort().catch((error: unknown) =>
      logUnlessUnreachable(error, { userId }, 'the back-offs of waiting saves could not be cut short'),
    );
  return reconciled('done', settled.mirror, retry);
}

/** Sends one call of a push: its patch belongs to one of Clerk's endpoints. */
function send(userId: string, patch: Patch): Promise<ClerkAnswer> {
  const { attributes, metadata } = toClerk(patch);
  return Object.keys(attributes).length > 0
    ? writeClerkAttributes(userId, attributes)
    : writeClerkMetadata(userId, metadata);
}

/**
 * Starts a stopwatch, and returns a function that reads it, in ms. It takes the longer of two clocks' readings: one of
 * them stops while the machine is suspended.
 */
export function stopwatch(): () => number {
  const [steady, wall] = [performance.now(), Date.now()];
  return () => Math.max(performance.now() - steady, Date.now() - wall);
}
