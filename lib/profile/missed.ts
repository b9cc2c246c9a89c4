import 'server-only';
import { WRITE_DEADLINE_MS } from '@/lib/clerk/users';
import { unlessAway } from '@/lib/db/away';
import { markStale } from '@/lib/db/profile-rows';
import { log } from '@/lib/log';
import { within } from '@/lib/within';
import { pullFromClerk } from './pull-from-clerk';

// Next bundles this module more than once in one process; what was missed must be known to all.
const shared = globalThis as typeof globalThis & { perdureMissed?: Set<string> };
const missed = () => (shared.perdureMissed ??= new Set());

/** Remembers a user whose mirror may have missed something while Postgres was away. */
export const noteMissed = (userId: string): void => void missed().add(userId);

/** How often to try: a pool whose connections have broken finds that out one by one. */
const TRIES = 3;

/** How long a save that went straight to Clerk waits to tell so in Postgres, in case that is there again, in ms. */
const TELL_WITHIN_MS = 300;

/**
 * Tells all processes that this user's mirror has missed something, where Postgres is there again by now: they ask Clerk then before they
 * believe it. Where it is not, `catchUpMissed` tells later.
 */
export const tellMissed = (userId: string): Promise<void> =>
  within(TELL_WITHIN_MS, tryToTell(userId), (err) => log.error({ err, userId }, 'it could not be told that a mirror row has missed something'));

async function tryToTell(userId: string): Promise<void> {
  const told = () => markStale([userId]).then(() => true);
  const notTold = async (err: unknown) => {
    log.debug({ err, userId }, 'it could not be told yet that a mirror row has missed something');
    return false;
  };
  for (let times = 0; times < TRIES; times += 1) if (await unlessAway(told, { away: notTold, busy: notTold })) return;
}

/** Lets the mirror catch up, once Postgres is back, with all that went past it through this process. */
export async function catchUpMissed(): Promise<void> {
  const userIds = [...missed()];
  if (userIds.length === 0) return;
  await markStale(userIds); // first for all: readers on every instance then ask Clerk
  for (const userId of userIds) {
    missed().delete(userId);
    const pulled = await pullFromClerk(userId, WRITE_DEADLINE_MS);
    if (!pulled.ok) log.warn({ userId, failure: pulled.failure }, 'the mirror could not catch up yet, the next read will try');
  }
}
