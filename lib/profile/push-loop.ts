import 'server-only';
import { findDueUserIds } from '@/lib/db/profile-rows';
import { log } from '@/lib/log';
import { pushToClerk } from './push-to-clerk';

/** How often the loop looks for due pushes, in ms. */
const POLL_MS = 1_000;
/** How many due pushes it takes up at once: Clerk allows 100 updates per 10 s on a development instance. */
const BATCH = 8;

/**
 * Pushes whatever is due, in the background, until `stop` is called: saves whose first push failed, and those of a process
 * that died before it could push. `stop` resolves when the pushes under way have ended.
 */
export function startPushLoop(): { stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();

  const round = async () => {
    try {
      const due = await findDueUserIds(BATCH);
      await Promise.all(due.map((userId) => pushToClerk(userId)));
    } catch (error) {
      log.error({ err: error }, 'the push loop could not work, will look again');
    }
  };
  const schedule = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = round().finally(schedule);
    }, POLL_MS);
    timer.unref();
  };
  schedule();

  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
