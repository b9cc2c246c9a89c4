import 'server-only';
import { Prisma } from '../generated/client';
import { BATCH_ROWS } from './in-batches';
import { statements } from './statements';

/**
 * Makes reads of Clerk due for these users: their rows may lack a change. A read under way does not count: it may have
 * begun too early. The same as the core's `withReadDue`.
 * @throws Prisma's error if Postgres is unreachable or busy, as all in this file do
 */
export async function markReadDue(userIds: readonly string[]): Promise<void> {
  for (let from = 0; from < userIds.length; from += BATCH_ROWS)
    await statements.execute(Prisma.sql`
      UPDATE "Profile" SET ${readDueNow}
      FROM (SELECT date_trunc('milliseconds', clock_timestamp()) AS now) AS clock
      WHERE "userId" = ANY(${userIds.slice(from, from + BATCH_ROWS)})`);
}

/** Makes a read of Clerk due for a user, unless one is. Returns true if there was none. */
export const askForRead = async (userId: string): Promise<boolean> =>
  (await statements.execute(Prisma.sql`
    UPDATE "Profile" SET ${readDueNow}
    FROM (SELECT date_trunc('milliseconds', clock_timestamp()) AS now) AS clock
    WHERE "userId" = ${userId} AND "readDueAt" IS NULL`)) === 1;

/** A lease that is under way ends when it would have: what is due is found then. */
const readDueNow = Prisma.sql`
  "readDueAt" = CASE WHEN "fencingToken" IS NULL THEN clock.now
    ELSE greatest(clock.now, "readDueAt" + interval '1 millisecond') END,
  "dueAt" = CASE WHEN "fencingToken" IS NULL THEN least("dueAt", clock.now) ELSE "dueAt" END`;
