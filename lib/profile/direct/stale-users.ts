import 'server-only';
import { withPostgresFallback } from '@/lib/db/outage';
import { invalidateProfiles } from '@/lib/db/queries/profile-rows';
import { log } from '@/lib/log';
import { singleton } from '@/lib/singleton';
import { within } from '@/lib/within';

const stale = singleton('stale-users', () => new Set<string>());

/** Remembers a user whose mirror may have missed something while Postgres was unreachable. */
export const rememberStale = (userId: string): void => void stale().add(userId);

/** Those who were remembered and not forgotten since. */
export const staleUsers = (): readonly string[] => [...stale()];

/** Forgets a user whose mirror catches up. */
export const forgetStale = (userId: string): void => void stale().delete(userId);

/** How often to try: a pool whose connections have broken finds that out one by one. */
const TRIES = 3;

/** How long a save that went straight to Clerk waits to tell so in Postgres, in case that is there again, in ms. */
const TELL_WITHIN_MS = 300;

/**
 * Tells all processes that this user's mirror has missed something, where Postgres is there again by now: they ask
 * Clerk then before they believe it. Where it is not, `catchUpMissed` tells later.
 */
export const markStaleNow = (userId: string): Promise<void> =>
  within(TELL_WITHIN_MS, tryToTell(userId), (err) =>
    log.error({ err, userId }, 'it could not be told that a mirror row has missed something'),
  );

async function tryToTell(userId: string): Promise<void> {
  const told = () => invalidateProfiles([userId]).then(() => true);
  const notTold = async (err: unknown) => {
    log.debug({ err, userId }, 'it could not be told yet that a mirror row has missed something');
    return false;
  };
  for (let times = 0; times < TRIES; times += 1)
    if (await withPostgresFallback(told, { unreachable: notTold, busy: notTold })) return;
}
