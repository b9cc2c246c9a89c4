import 'server-only';
import { singleton } from '@/lib/singleton';

/** How many saves of one person wait while another of theirs is made. */
const MOST_WAITING = 8;
/** How long one waits for its turn, in ms: as long as a save waits for a connection. */
const WAIT_MS = 2_000;

/** Those who wait for their turn, in the order in which they came; each hears that it has come. */
type Queue = (() => void)[];

const queues = singleton('save-queues', () => new Map<string, Queue>());

/** A save that was made, or why it was not: too many were ahead of it, or the one ahead took too long. */
export type Turn<T> = { made: T } | 'too many ahead' | 'waited too long';

/**
 * Makes a save once those of the same person that came before are made: they would wait for the same row, each with a
 * connection that others need. Where too many are ahead of it, or its turn does not come within 2 s, it is not made.
 */
export async function withSaveLock<T>(userId: string, save: () => Promise<T>): Promise<Turn<T>> {
  const turn = await turnOf(userId);
  if (turn !== 'now') return turn;
  try {
    return { made: await save() };
  } finally {
    const next = queues().get(userId)?.shift();
    if (next) next();
    else queues().delete(userId);
  }
}

/** Resolves once it is this one's turn, or will not be. */
async function turnOf(userId: string): Promise<'now' | Exclude<Turn<never>, object>> {
  const queue = queues().get(userId);
  if (!queue) {
    queues().set(userId, []);
    return 'now';
  }
  if (queue.length >= MOST_WAITING) return 'too many ahead';
  return new Promise((resolve) => {
    const begin = () => {
      clearTimeout(timer);
      resolve('now');
    };
    const timer = setTimeout(() => {
      queue.splice(queue.indexOf(begin), 1);
      resolve('waited too long');
    }, WAIT_MS);
    queue.push(begin);
  });
}
