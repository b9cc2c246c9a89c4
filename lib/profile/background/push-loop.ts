import 'server-only';
import { isClerkUp, onClerkBack } from '@/lib/clerk/circuit';
import { logUnlessUnreachable } from '@/lib/db/outage';
import { logReachable } from '@/lib/db/outage-log';
import { msToNextPush } from '@/lib/db/queries/due-pushes';
import { subscribeToAll } from '@/lib/events/subscribe';
import { startLoop } from '@/lib/loop';
import { cutBackOffsShort } from '@/lib/profile/verbs/cut-back-offs-short';
import { BATCH, pushDue } from './push-due';

/** The longest and the shortest wait between two rounds, in ms. The longest is for changes that wake nobody. */
const LONGEST_WAIT_MS = 5_000;
const SHORTEST_WAIT_MS = 50;
/** The wait while Clerk counts as down, in ms: the next call after the circuit's pause tries it. */
const CLERK_DOWN_WAIT_MS = 1_000;
/** The wait after a change, in ms: the process that saved pushes at once, and many changes are one round. */
const CHANGED_WAIT_MS = 100;

/**
 * Pushes what is due, in the background, until `stop`: saves whose first push failed, or whose process died.
 *
 * The loop flows through these states until it is stopped:
 * 1. STARTING: cuts back-offs short, since an outage may have ended while no process was running. Once.
 * 2. PUSHING: pushes batches of what is due until one is not full.
 * 3. SCHEDULING: asks Postgres when the next push is due.
 * 4. WAITING: until then, 5 s at most, 1 s while Clerk counts as down. A change ends it within 100 ms, and Clerk's
 *    return at once, after cutting the back-offs short. Then PUSHING again.
 *
 * An error in the first three is logged, and leads to WAITING. `stop` resolves when the running pushes have ended.
 */
export function startPushLoop(): { stop: () => Promise<void> } {
  let isStarted = false;
  let isStopped = false;

  const start = async () => {
    if (!isStarted) await cutBackOffsShort();
    isStarted = true;
  };
  const push = async () => {
    while ((await pushDue()) === BATCH && !isStopped);
  };
  const schedule = async () => {
    const nextMs = (await msToNextPush()) ?? LONGEST_WAIT_MS;
    logReachable(); // also if nobody asks Postgres for anything else
    return Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, nextMs));
  };
  const round = async () => {
    let waitMs = LONGEST_WAIT_MS;
    try {
      await start();
      await push();
      waitMs = await schedule();
    } catch (error) {
      await logUnlessUnreachable(error, {}, 'the push loop could not work, will try again');
    }
    return isClerkUp() ? waitMs : CLERK_DOWN_WAIT_MS;
  };

  const loop = startLoop(round, LONGEST_WAIT_MS, { firstMs: 0 });
  const unsubscribe = subscribeToAll(() => loop.wake(CHANGED_WAIT_MS));
  const endOnClerkBack = onClerkBack(() => {
    void cutBackOffsShort().then(
      () => loop.wake(0),
      (error: unknown) => logUnlessUnreachable(error, {}, 'the back-offs of waiting saves could not be cut short'),
    );
  });

  return {
    stop: async () => {
      isStopped = true;
      endOnClerkBack();
      unsubscribe();
      await loop.stop();
    },
  };
}
