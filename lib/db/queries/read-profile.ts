import 'server-only';
import { observeClock } from '../clock';
import { Prisma } from '../generated/client';
import type { ProfileRow } from './profile-write';
import { statements } from './statements';

/** One row of the mirror as it was read. */
export interface StoredProfile {
  row: ProfileRow;
  /** changes with each write of the row, whoever makes it: a later write can ask for it */
  rowVersion: string;
  /** when it was read, in ms since 1970 by the clock of Postgres, which all processes share */
  now: number;
  /** what the save that was asked for changed, if history has it */
  saved: { changes: unknown } | null;
}

type Found = Partial<ProfileRow> & { now: number; rowVersion: string | null; saved: StoredProfile['saved'] };

/**
 * Returns the row of one user; null if there is none. `saveId`: of a save to look for in their history.
 * `rowVersion` is Postgres's own: the transaction that wrote the row (`xmin`).
 */
export async function readProfile(userId: string, saveId?: string): Promise<StoredProfile | null> {
  const saved = saveId
    ? Prisma.sql`(SELECT json_build_object('changes', "changes") FROM "ProfileChange"
        WHERE "userId" = ${userId} AND "saveId" = ${saveId}::uuid)`
    : Prisma.sql`NULL::json`;
  const askedAt = Date.now();
  const [found] = await statements.query<Found>(Prisma.sql`
    SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now, ${saved} AS saved, row.*
    FROM (SELECT) AS always LEFT JOIN
      (SELECT *, xmin::text AS "rowVersion" FROM "Profile" WHERE "userId" = ${userId}) AS row ON true`);
  if (!found) return null;
  const { now, rowVersion, saved: same, ...row } = found;
  observeClock(now, askedAt);
  return rowVersion === null ? null : { row: row as ProfileRow, rowVersion, now: Math.floor(now), saved: same };
}
