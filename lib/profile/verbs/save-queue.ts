import 'server-only';
import { singleton } from '@/lib/singleton';

/** How many saves of one person may wait while another of theirs runs. */
export const MAX_WAITING = 8;
/** How long a save waits for those before it, in ms: as long as it waits for a connection. */
const WAIT_MS = 2_000;

/** The callbacks of the saves that wait, in order of arrival. Each is called when its save may run. */
type Queue = (() => void)[];

const queues = singleton('save-queues', () => new Map<string, Queue>());

/** The outcome of a save that ran, or why it did not: too many were ahead of it, or it waited too long. */
export type QueuedSave<T> = { outcome: T } | 'too many ahead' | 'waited too long';

/**
 * Runs `save` after the earlier saves of the same person: of two at once one would have
 * to decide again. It does not run if too many are ahead of it, or if it has waited 2 s.
 * @throws what `save` throws
 */
export async function withSaveLock<T>(userId: string, save: () => Promise<T>): Promise<QueuedSave<T>> {
  const state = await waitInQueue(userId);
  if (state !== 'may run') return state;
  try {
    return { outcome: await save() };
  } finally {
    const next = queues().get(userId)?.shift();
    if (next) next();
    else queues().delete(userId);
  }
}

/** Resolves when a save may run, or when it will not. */
async function waitInQueue(userId: string): Promise<'may run' | Exclude<QueuedSave<never>, object>> {
  const queue = queues().get(userId);
  if (!queue) {
    queues().set(userId, []);
    return 'may run';
  }
  if (queue.length >= MAX_WAITING) return 'too many ahead';
  return new Promise((resolve) => {
    const run = () => {
      clearTimeout(timer);
      resolve('may run');
    };
    const timer = setTimeout(() => {
      queue.splice(queue.indexOf(run), 1);
      resolve('waited too long');
    }, WAIT_MS);
    queue.push(run);
  });
}
