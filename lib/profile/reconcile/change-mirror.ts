import 'server-only';
import { latestNow } from '@/lib/db/clock';
import type { ChangeWrite } from '@/lib/db/queries/profile-write';
import { readProfile, type StoredProfile } from '@/lib/db/queries/read-profile';
import { writeProfile } from '@/lib/db/queries/write-profile';
import type { LiveEvent } from '@/lib/events/event';
import { publishWith } from '@/lib/events/publish';
import type { Mirror } from '@/lib/profile/core/mirror';
import { changedColumns } from '@/lib/profile/core/mirror-columns';
import { readMirror } from '@/lib/profile/core/mirror-row';
import { signalDue } from './due-signal';

/** A mirror as this process read or wrote it last. */
export interface KnownMirror {
  mirror: Mirror;
  rowVersion: string;
}

/** What is decided from a mirror. Without `mirror` nothing is written. */
export interface Decision<T> {
  result: T;
  mirror?: Mirror;
  history?: readonly ChangeWrite[];
  event?: LiveEvent | null;
}

/** What a decision has led to, and the mirror as it is now. */
export interface Changed<T> extends KnownMirror {
  result: T;
}

/** What to begin with: a mirror that need not be read again, or a save to look for in history. */
interface From {
  known?: KnownMirror | undefined;
  saveId?: string;
}

/**
 * Writes what `decide` makes of a user's mirror, and returns it; null if there is no row. `decide` is pure: where
 * somebody else has written the row since it was read, it decides once more, from the row as it is then. `now` is in ms
 * since 1970 by the clock of Postgres. Each round is one read and one write, without a lock.
 * @throws if Postgres is unreachable or busy
 */
export async function changeMirror<T>(
  userId: string,
  decide: (mirror: Mirror, now: number, saved: StoredProfile['saved']) => Decision<T>,
  { known, saveId }: From = {},
): Promise<Changed<T> | null> {
  for (let first = known; ; first = undefined) {
    const before = first ? { ...first, now: latestNow(), saved: null } : await read(userId, saveId);
    if (!before) return null;
    const { mirror, history, event, result } = decide(before.mirror, before.now, before.saved);
    if (!mirror) return { result, mirror: before.mirror, rowVersion: before.rowVersion };
    const columns = changedColumns(before.mirror, mirror);
    if (Object.keys(columns).length === 0) return { result, mirror, rowVersion: before.rowVersion };
    const rowVersion = await publishWith(event ?? null, (notification) =>
      writeProfile(userId, before.rowVersion, columns, { history, notification }),
    );
    if (rowVersion === null) continue;
    if (mirror.dueAt !== null && mirror.fencingToken === null) signalDue(mirror.dueAt - before.now);
    return { result, mirror, rowVersion };
  }
}

async function read(userId: string, saveId?: string) {
  const stored = await readProfile(userId, saveId);
  return stored && { ...stored, mirror: readMirror(stored.row) };
}
