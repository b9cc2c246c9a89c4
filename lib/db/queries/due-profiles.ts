import 'server-only';
import { observeClock } from '../clock';
import { Prisma } from '../generated/client';
import { BATCH_ROWS, inBatches } from './in-batches';
import { statements } from './statements';

/** The users with something due, and when the next one after them is. */
export interface DueProfiles {
  /** the longest due first */
  userIds: string[];
  /** in how many ms another is due, 0 or less if it is now; null if none is known */
  nextMs: number | null;
}

/**
 * Returns up to `limit` users with something due, and when the next is.
 * @throws Prisma's error if Postgres is unreachable or busy, as all in this file do
 */
export async function findDue(limit: number): Promise<DueProfiles> {
  const askedAt = Date.now();
  const rows = await statements.query<{ now: number; userId: string | null; inMs: number | null }>(Prisma.sql`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now, row."userId",
      (extract(epoch FROM row."dueAt" - statement_timestamp()) * 1000)::float8 AS "inMs"
    FROM (SELECT) AS always LEFT JOIN (
      SELECT "userId", "dueAt" FROM "Profile" WHERE "dueAt" IS NOT NULL ORDER BY "dueAt" LIMIT ${limit + 1}
    ) AS row ON true ORDER BY row."dueAt"`);
  if (rows[0]) observeClock(rows[0].now, askedAt);
  const due = rows.slice(0, limit).filter(({ inMs }) => inMs !== null && inMs <= 0);
  return {
    userIds: due.flatMap(({ userId }) => (userId === null ? [] : [userId])),
    nextMs: rows[due.length]?.inMs ?? null,
  };
}

/** Returns how many users have something due or under way, up to `atMost`: after an outage it may be everybody. */
export async function countDue(atMost: number): Promise<number> {
  const [row] = await statements.query<{ count: number }>(Prisma.sql`
    SELECT count(*)::int AS count FROM (
      SELECT FROM "Profile" WHERE "dueAt" IS NOT NULL ORDER BY "dueAt" LIMIT ${atMost}
    ) AS waiting`);
  return row?.count ?? 0;
}

/** Spreads what backs off over the next `overMs`, and returns how many rows. What is due sooner stays as it is. */
export const bringForward = (overMs: number): Promise<number> =>
  inBatches(() =>
    statements.execute(Prisma.sql`
      UPDATE "Profile" SET ("dueAt", "nextPushAt", "readDueAt") = (
        SELECT at, CASE WHEN "nextPushAt" > at THEN at ELSE "nextPushAt" END,
          CASE WHEN "readDueAt" > at THEN at ELSE "readDueAt" END
        FROM (
          SELECT date_trunc('milliseconds', clock_timestamp() + random() * ${overMs} * interval '1 millisecond') AS at
        ) AS spread
      ) WHERE "userId" = ANY(ARRAY(
        SELECT "userId" FROM "Profile" WHERE "fencingToken" IS NULL AND "attempts" > 0
          AND "dueAt" > statement_timestamp() + ${overMs} * interval '1 millisecond'
        ORDER BY "dueAt" LIMIT ${BATCH_ROWS} FOR UPDATE SKIP LOCKED
      ))`),
  );

/** Makes what is due of a user due `byMs` from now. Returns how many rows it changed: 1 or 0. */
export const postpone = (userId: string, byMs: number): Promise<number> =>
  statements.execute(Prisma.sql`
    UPDATE "Profile" SET "dueAt" = clock_timestamp() + ${byMs} * interval '1 millisecond'
    WHERE "userId" = ${userId} AND "dueAt" IS NOT NULL`);
