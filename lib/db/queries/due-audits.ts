import 'server-only';
import { Prisma } from '../generated/client';
import { statements } from './statements';

/**
 * Returns the user whose audit is the longest overdue, leased for half a minute; null if no audit is due.
 * @throws Prisma's error if Postgres is unreachable or busy, as all in this file do
 */
export async function leaseNextAudit(): Promise<string | null> {
  const [row] = await statements.query<{ userId: string }>(Prisma.sql`
    UPDATE "Profile" SET "auditDueAt" = clock_timestamp() + interval '30 seconds' WHERE "userId" = (
      SELECT "userId" FROM "Profile" WHERE "auditDueAt" <= statement_timestamp()
      ORDER BY "auditDueAt" LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING "userId"`);
  return row?.userId ?? null;
}

/** Returns one of the 20 users who were read from Clerk most recently, at random; null if there are none. */
export async function findRecentlyRead(): Promise<string | null> {
  const [row] = await statements.query<{ userId: string }>(Prisma.sql`
    SELECT "userId" FROM (SELECT "userId" FROM "Profile" ORDER BY "auditDueAt" DESC LIMIT 20) AS recent
    ORDER BY random() LIMIT 1`);
  return row?.userId ?? null;
}
