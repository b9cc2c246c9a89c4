import 'server-only';

/** How many saves of one person wait while another of theirs is made. */
const MOST_WAITING = 8;
/** How long one waits for its turn, in ms: as long as a save waits for a connection. */
const WAIT_MS = 2_000;

/** Those who wait for their turn, in the order in which they came; each hears that it has come. */
type Queue = (() => void)[];

// Next bundles this module more than once in one process; the queues must be one.
const shared = globalThis as typeof globalThis & { perdureSaves?: Map<string, Queue> };
const queues = () => (shared.perdureSaves ??= new Map<string, Queue>());

/**
 * Makes a save once those of the same person that came before are made: they would wait for the same row, each with a connection that
 * others need. Undefined, at once or after 2 s, where too many are ahead of it: it is not made then.
 */
export async function oneSaveAtATime<T>(userId: string, save: () => Promise<T>): Promise<T | undefined> {
  if (!(await turnOf(userId))) return undefined;
  try {
    return await save();
  } finally {
    const next = queues().get(userId)?.shift();
    if (next) next();
    else queues().delete(userId);
  }
}

/** True once it is this one's turn; false where that takes too long. */
async function turnOf(userId: string): Promise<boolean> {
  const queue = queues().get(userId);
  if (!queue) {
    queues().set(userId, []);
    return true;
  }
  if (queue.length >= MOST_WAITING) return false;
  return new Promise((resolve) => {
    const begin = () => {
      clearTimeout(timer);
      resolve(true);
    };
    const timer = setTimeout(() => {
      queue.splice(queue.indexOf(begin), 1);
      resolve(false);
    }, WAIT_MS);
    queue.push(begin);
  });
}
