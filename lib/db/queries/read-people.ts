import 'server-only';
import { Prisma } from '../generated/client';
import { statements } from './statements';

/** What one row of the mirror knows of the fields that were asked for. */
export interface PersonRow {
  userId: string;
  /** `{ firstName: "Ann", … }`: what Clerk is known to hold; without the fields that the row does not know */
  base: Record<string, unknown>;
  /** a read of Clerk is due */
  isReadDue: boolean;
}

/**
 * Returns what the rows of these users know of the named fields, in any order; who has no row is left out. No other
 * field leaves Postgres.
 * @throws Prisma's error if Postgres is unreachable or busy
 */
export const readPeople = (userIds: readonly string[], fields: readonly string[]): Promise<PersonRow[]> =>
  statements.query(Prisma.sql`
    SELECT "userId", "readDueAt" IS NOT NULL AS "isReadDue", (
      SELECT coalesce(jsonb_object_agg(name, "base" -> name), '{}') FROM unnest(${[...fields]}::text[]) AS name
      WHERE "base" -> name IS NOT NULL
    ) AS "base"
    FROM "Profile" WHERE "userId" = ANY(${[...userIds]})`);
