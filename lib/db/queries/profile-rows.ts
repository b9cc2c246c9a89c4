import 'server-only';
import { db } from '../client';
import { BATCH_ROWS } from './in-batches';
import { trackOutage } from '../outage';
import type { ProfileRow } from './profile-write';

/**
 * Returns one row of the mirror, unlocked; null if there is none.
 * @throws Prisma's error if Postgres is unreachable or busy
 */
export const findProfileRow = (userId: string): Promise<ProfileRow | null> =>
  trackOutage(() => db().profile.findUnique({ where: { userId } }));

/**
 * Marks rows as invalidated, so that whoever reads one next reads Clerk first.
 * @throws Prisma's error if Postgres is unreachable or busy
 */
export async function invalidateProfiles(userIds: readonly string[]): Promise<void> {
  for (let from = 0; from < userIds.length; from += BATCH_ROWS)
    await db().$executeRaw`
      UPDATE "Profile" SET "invalidatedAt" = clock_timestamp(), "auditDueAt" = clock_timestamp()
      WHERE "userId" = ANY(${userIds.slice(from, from + BATCH_ROWS)})`;
}
