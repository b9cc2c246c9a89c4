import 'server-only';
import { Prisma } from '../generated/client';
import { statements } from './statements';

/** One person whose audit is due. */
export interface DueAudit {
  userId: string;
  /** Clerk's `updated_at` as the row knows it, in ms since 1970; null if it does not */
  clerkUpdatedAt: number | null;
  /** a write to Clerk may still land */
  hasInFlight: boolean;
  /** how long it has been due, in ms */
  overdueMs: number;
}

/**
 * Returns up to `limit` people whose audit is due the longest, in any order, leased for a minute.
 * @throws Prisma's error if Postgres is unreachable or busy, as all in this file do
 */
export const leaseAudits = (limit: number): Promise<DueAudit[]> =>
  statements.query(Prisma.sql`
    UPDATE "Profile" SET "auditDueAt" = clock_timestamp() + interval '1 minute'
    FROM (
      SELECT "userId", "auditDueAt" FROM "Profile" WHERE "auditDueAt" <= statement_timestamp()
      ORDER BY "auditDueAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ) AS due WHERE "Profile"."userId" = due."userId"
    RETURNING due."userId", (extract(epoch FROM "clerkUpdatedAt") * 1000)::float8 AS "clerkUpdatedAt",
      "inFlightWrites" IS NOT NULL AS "hasInFlight",
      (extract(epoch FROM statement_timestamp() - due."auditDueAt") * 1000)::float8 AS "overdueMs"`);

/** Makes the audits of these people due again in `afterMs`. */
export const completeAudits = (userIds: readonly string[], afterMs: number): Promise<number> =>
  statements.execute(Prisma.sql`
    UPDATE "Profile" SET "auditDueAt" = clock_timestamp() + ${afterMs} * interval '1 millisecond'
    WHERE "userId" = ANY(${[...userIds]})`);

/** Returns one of the 20 users who were read from Clerk most recently, at random; null if there are none. */
export async function findRecentlyRead(): Promise<string | null> {
  const [row] = await statements.query<{ userId: string }>(Prisma.sql`
    SELECT "userId" FROM (SELECT "userId" FROM "Profile" ORDER BY "auditDueAt" DESC LIMIT 20) AS recent
    ORDER BY random() LIMIT 1`);
  return row?.userId ?? null;
}
