import { sql } from '../../__tests__/e2e/support/stack';

async function count(databaseUrl: string, which: string): Promise<number> {
  const [row] = await sql(databaseUrl, `SELECT count(*)::int AS n FROM "Profile" WHERE ${which}`);
  return Number(row?.n);
}

/** Returns how many people have a save that Clerk has not confirmed yet. */
export const countPending = (databaseUrl: string) => count(databaseUrl, '"pendingSince" IS NOT NULL');

/** Returns how many people have such a save, or a profile that Clerk is to be read for. */
export const countUnsettled = (databaseUrl: string) => count(databaseUrl, '"dueAt" IS NOT NULL');
