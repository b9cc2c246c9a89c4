import 'server-only';
import { db } from '../client';
import { observeClock } from '../clock';
import { BATCH_ROWS, inBatches } from './in-batches';

/**
 * Returns the users whose push is due, the longest overdue first.
 * @throws Prisma's error if Postgres is unreachable or busy, as all in this file do
 */
export async function findDueUserIds(limit: number): Promise<string[]> {
  const rows = await db().$queryRaw<{ userId: string }[]>`
    SELECT "userId" FROM "Profile" WHERE "pushDueAt" <= statement_timestamp() ORDER BY "pushDueAt" LIMIT ${limit}`;
  return rows.map((row) => row.userId);
}

/** Returns in how many ms the next push is due, 0 or less if it is due now; null if nothing is pending. */
export async function msToNextPush(): Promise<number | null> {
  const askedAt = Date.now();
  const [row] = await db().$queryRaw<{ now: number; due: number | null }[]>`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now,
      (SELECT (extract(epoch FROM min("pushDueAt")) * 1000)::float8 FROM "Profile"
        WHERE "pushDueAt" IS NOT NULL) AS due`;
  if (!row) return null;
  observeClock(row.now, askedAt);
  return row.due === null ? null : row.due - row.now;
}

/** Returns how many users have a push waiting, counted up to `atMost`: after an outage it may be everybody. */
export async function countPendingPushes(atMost: number): Promise<number> {
  const [row] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (
      SELECT FROM "Profile" WHERE "pushDueAt" IS NOT NULL ORDER BY "pushDueAt" LIMIT ${atMost}
    ) AS waiting`;
  return row?.count ?? 0;
}

/**
 * Spreads the pushes that back off evenly over the next `overMs`, and returns how many. Each comes no sooner than
 * `spacingMs` after the user's last one; what is due sooner anyway stays as it is.
 */
export const bringPushesForward = (overMs: number, spacingMs: number): Promise<number> =>
  inBatches(
    () => db().$executeRaw`
  UPDATE "Profile" SET "pushDueAt" = greatest(
    clock_timestamp() + random() * ${overMs} * interval '1 millisecond',
    "lastPushEndedAt" + ${spacingMs} * interval '1 millisecond'
  ) WHERE "userId" = ANY(ARRAY(
    SELECT "userId" FROM "Profile" WHERE "fencingToken" IS NULL AND "pushAttempts" > 0
      AND "pushDueAt" > statement_timestamp() + ${overMs} * interval '1 millisecond'
    ORDER BY "pushDueAt" LIMIT ${BATCH_ROWS} FOR UPDATE SKIP LOCKED
  ))`,
  );

/** Makes a user's push due `byMs` from now, unless nothing is pending. Returns how many rows it changed: 1 or 0. */
export const postponePush = (userId: string, byMs: number): Promise<number> => db().$executeRaw`
  UPDATE "Profile" SET "pushDueAt" = clock_timestamp() + ${byMs} * interval '1 millisecond'
  WHERE "userId" = ${userId} AND "pushDueAt" IS NOT NULL`;
