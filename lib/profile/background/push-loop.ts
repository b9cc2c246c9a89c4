import 'server-only';
import { isClerkUp, onClerkBack } from '@/lib/clerk/circuit';
import { logUnlessUnreachable } from '@/lib/db/outage';
import { logReachable } from '@/lib/db/outage-log';
import { msToNextPush } from '@/lib/db/profile-rows';
import { subscribeToAll } from '@/lib/events/subscribe';
import { cutBackOffsShort } from '@/lib/profile/verbs/cut-back-offs-short';
import { BATCH, pushDue } from './push-due';

/** The longest time between two looks for due pushes, in ms: what stands behind the wake-ups. */
const SLOW_POLL_MS = 5_000;
/**
 * How long after a change the loop looks, in ms: the process that saved pushes at once, and many changes are one look.
 */
const LOOK_AFTER_MS = 100;

/**
 * Pushes whatever is due, in the background, until `stop` is called: saves whose first push failed, and those of a
 * process that died before it could push. Woken by Postgres at each change; `stop` resolves when the pushes under way
 * have ended.
 */
export function startPushLoop(): { stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;

  let isFirst = true;
  const round = async (): Promise<number> => {
    try {
      if (isFirst) await cutBackOffsShort(); // an outage can have ended while no process was there
      isFirst = false;
      while ((await pushDue()) === BATCH && !stopped);
      const next = await msToNextPush();
      logReachable(); // also where nobody asks Postgres for anything else
      return Math.min(SLOW_POLL_MS, Math.max(50, next ?? SLOW_POLL_MS));
    } catch (error) {
      await logUnlessUnreachable(error, {}, 'the push loop could not work, will look again');
      return SLOW_POLL_MS;
    }
  };
  let nextAt = Infinity;
  const schedule = (inMs: number) => {
    clearTimeout(timer);
    if (stopped) return;
    nextAt = Date.now() + inMs;
    timer = setTimeout(wake, inMs);
    timer.unref();
  };
  const wakeSoon = () => {
    if (running) again = true;
    else if (nextAt > Date.now() + LOOK_AFTER_MS) schedule(LOOK_AFTER_MS);
  };
  function wake() {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = round().then((inMs) => {
      running = null;
      const next = isClerkUp() ? inMs : 1_000;
      schedule(again ? Math.min(next, LOOK_AFTER_MS) : next);
      again = false;
    });
  }
  const hasten = () =>
    void cutBackOffsShort().then(wake, (error: unknown) =>
      logUnlessUnreachable(error, {}, 'waiting saves could not be hastened'),
    );
  schedule(0); // whether or not events can be heard
  const unsubscribe = subscribeToAll(wakeSoon);
  const ended = onClerkBack(hasten);

  return {
    stop: async () => {
      stopped = true;
      ended();
      clearTimeout(timer);
      unsubscribe();
      await running;
    },
  };
}
