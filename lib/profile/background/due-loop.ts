import 'server-only';
import { isClerkUp, onClerkBack } from '@/lib/clerk/circuit';
import { logUnlessUnreachable } from '@/lib/db/outage';
import { markReadDue } from '@/lib/db/queries/profile-rows';
import type { LiveEvent } from '@/lib/events/event';
import { subscribeToAll } from '@/lib/events/subscribe';
import { startLoop } from '@/lib/loop';
import { cutBackOffsShort } from '@/lib/profile/reconcile/cut-back-offs-short';
import { onDue } from '@/lib/profile/reconcile/due-signal';
import { reconcile } from '@/lib/profile/reconcile/reconcile';
import { isLeasedElsewhere } from '@/lib/profile/reconcile/reconciled';
import { beginDue } from './reconcile-due';

/** The longest and the shortest wait between two rounds, in ms. The longest is for what other processes left. */
const LONGEST_WAIT_MS = 5_000;
const SHORTEST_WAIT_MS = 50;
/** The wait while Clerk counts as down, in ms: the next call after the circuit's pause tries it. */
const CLERK_DOWN_WAIT_MS = 1_000;

/**
 * Does what is due, in the background, until `stop`: what was saved while no lease was free, what failed, what was
 * reported, and what a process left that died.
 *
 * The loop flows through these states until it is stopped:
 * 1. STARTING: cuts back-offs short, since an outage may have ended while no process was running. Once.
 * 2. BEGINNING: begins to reconcile those who are due, as many as there are slots for.
 * 3. WAITING: until the next is due, 5 s at most, 1 s while Clerk counts as down. It ends sooner by a change in this
 *    process that makes something due, by the end of a lease, and by Clerk's return, after cutting the back-offs short.
 *    Then BEGINNING again.
 *
 * An error in the first two is logged, and leads to WAITING. `stop` resolves when all that was begun has ended.
 */
export function startDueLoop(): { stop: () => Promise<void> } {
  const underWay = new Set<Promise<unknown>>();
  let isStarted = false;

  const track = (one: Promise<unknown>) => {
    underWay.add(one);
    void one.then(() => underWay.delete(one) && loop.wake(SHORTEST_WAIT_MS));
  };
  const start = async () => {
    if (!isStarted) await cutBackOffsShort();
    isStarted = true;
  };
  const begin = async () => {
    const { begun, nextMs } = await beginDue();
    for (const one of begun) track(one);
    return Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, nextMs ?? LONGEST_WAIT_MS));
  };
  const round = async () => {
    let waitMs = LONGEST_WAIT_MS;
    try {
      await start();
      waitMs = await begin();
    } catch (error) {
      await logUnlessUnreachable(error, {}, 'the loop of what is due could not work, will try again');
    }
    return isClerkUp() ? waitMs : CLERK_DOWN_WAIT_MS;
  };

  const loop = startLoop(round, LONGEST_WAIT_MS, { firstMs: 0 });
  const endOnDue = onDue((withinMs) => loop.wake(Math.max(SHORTEST_WAIT_MS, withinMs)));
  const unsubscribe = subscribeToAll((event) => {
    if (event?.kind === 'stale') track(readStale(event));
  });
  const endOnClerkBack = onClerkBack(() => {
    void cutBackOffsShort().then(
      () => loop.wake(0),
      (error: unknown) => logUnlessUnreachable(error, {}, 'the back-offs of waiting saves could not be cut short'),
    );
  });

  return {
    stop: async () => {
      endOnClerkBack();
      endOnDue();
      unsubscribe();
      await loop.stop();
      await Promise.all(underWay);
    },
  };
}

/**
 * Reads a user of whom another process has reported a direct save: that one cannot reach this Postgres. Of all who
 * receive the event one reads; a read that was under way may have begun too early.
 */
async function readStale({ userId, at }: Extract<LiveEvent, { kind: 'stale' }>): Promise<void> {
  try {
    const read = await reconcile(userId, { readAfter: at });
    if (read.failure || isLeasedElsewhere(read)) await markReadDue([userId]);
  } catch (error) {
    await logUnlessUnreachable(error, { userId }, 'a direct save of another process could not be followed yet');
  }
}
