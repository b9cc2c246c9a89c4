import 'server-only';
import { db } from '../client';
import type { Prisma } from '../generated/client';
import { trackOutage } from '../outage';

/**
 * Runs statements: a single one is a transaction of its own.
 * @throws Prisma's error if Postgres is unreachable or busy, as all that is built on them
 */
export const statements = {
  /** Returns the rows that a statement returns. */
  query: <T>(statement: Prisma.Sql): Promise<T[]> => trackOutage(() => db().$queryRaw<T[]>(statement)),
  /** Returns how many rows a statement has changed. */
  execute: (statement: Prisma.Sql): Promise<number> => trackOutage(() => db().$executeRaw(statement)),
  /** Runs statements in one transaction, and returns how many rows each has changed. */
  executeAll: (all: readonly Prisma.Sql[]): Promise<number[]> =>
    trackOutage(() => db().$transaction(all.map((statement) => db().$executeRaw(statement)))),
};
