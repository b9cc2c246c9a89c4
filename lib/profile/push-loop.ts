import 'server-only';
import { isClerkUp, onClerkBack } from '@/lib/clerk/circuit';
import { getClerkUser, WRITE_DEADLINE_MS } from '@/lib/clerk/users';
import { logUnlessAway, reasonOf, stateOfPostgres } from '@/lib/db/away';
import { tellAnswered } from '@/lib/db/outage-log';
import { findDueUserIds, findRecentlyChecked, msToNextPush, putOffPush } from '@/lib/db/profile-rows';
import { subscribeToAll } from '@/lib/events/subscribe';
import { log } from '@/lib/log';
import { catchUpMissed } from './missed';
import { hastenWaiting } from './hasten-waiting';
import { pushToClerk } from './push-to-clerk';

/** The longest time between two looks for due pushes, in ms: what stands behind the wake-ups. */
const SLOW_POLL_MS = 5_000;
/** How long after a change the loop looks, in ms: the process that saved pushes at once, and many changes are one look. */
const LOOK_AFTER_MS = 100;
/** How many pushes are under way at once: Clerk allows 100 updates per 10 s on a development instance. */
const BATCH = 8;
/** After how long a push is tried again that failed by a fault of ours, in ms. */
const PUT_OFF_MS = 60_000;

/**
 * Pushes what is due now, up to `limit` users, and gives how many were taken up. While Clerk is down it only asks whether it is back.
 * The mirror catches up first with what went past it. The verb behind the background loop, and behind a cron on hosts without
 * long-lived processes. Throws when Postgres is away.
 */
export async function pushDue(limit = BATCH): Promise<number> {
  await catchUpMissed();
  if (!isClerkUp()) {
    const one = await findRecentlyChecked(); // not whoever waits: one person's trouble must not pass for Clerk's
    if (one) await getClerkUser(one, WRITE_DEADLINE_MS); // through the circuit: not more than one call in its pause
    if (!isClerkUp()) return 0;
  }
  const due = await findDueUserIds(limit);
  const outcomes = await Promise.allSettled(due.map((userId) => pushToClerk(userId).then(() => 'taken up' as const, (error: unknown) => putOff(userId, error))));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  return outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value === 'taken up').length;
}

/**
 * Keeps a push that fails by a fault of ours from coming first again and again, before everybody else's. One for which Postgres was too busy stays
 * as due as it was. Throws where Postgres is away.
 */
async function putOff(userId: string, error: unknown): Promise<'taken up' | 'busy'> {
  const state = await stateOfPostgres(error);
  if (state === 'away') throw error;
  if (state === 'busy') {
    log.warn({ userId, why: reasonOf(error) }, 'a push could not go on, and stays due: Postgres is busy');
    return 'busy';
  }
  log.error({ err: error, userId }, 'a push failed by a fault of this app, will be tried again in a minute');
  await putOffPush(userId, PUT_OFF_MS);
  return 'taken up';
}

/**
 * Pushes whatever is due, in the background, until `stop` is called: saves whose first push failed, and those of a process
 * that died before it could push. Woken by Postgres at each change; `stop` resolves when the pushes under way have ended.
 */
export function startPushLoop(): { stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;

  let isFirst = true;
  const round = async (): Promise<number> => {
    try {
      if (isFirst) await hastenWaiting(); // an outage can have ended while no process was there
      isFirst = false;
      while ((await pushDue()) === BATCH && !stopped);
      const next = await msToNextPush();
      tellAnswered(); // also where nobody asks Postgres for anything else
      return Math.min(SLOW_POLL_MS, Math.max(50, next ?? SLOW_POLL_MS));
    } catch (error) {
      await logUnlessAway(error, {}, 'the push loop could not work, will look again');
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
  const hasten = () => void hastenWaiting().then(wake, (error: unknown) => logUnlessAway(error, {}, 'waiting saves could not be hastened'));
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
