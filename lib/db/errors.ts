import 'server-only';

/**
 * Codes of Prisma that say "Postgres is away or too slow": P1001 and P1002 not reached, P1008 timed out, P1017 connection closed,
 * P2024 and P2028 no connection or transaction in time. Source: Prisma's error reference.
 */
const AWAY = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);

/** SQLSTATE classes behind a raw query's P2010: 08 connection, 53 resources, 57 operator intervention (shutdown, timeouts). */
const AWAY_STATES = /\b(08|53|57)[0-9A-Z]{3}\b/;

/** What the pg driver throws as a plain Error, without a code, when a connection breaks or cannot be made in time. */
const AWAY_MESSAGES = /Connection terminated|connection error and is not queryable|timeout exceeded when trying to connect|ECONNREFUSED|ECONNRESET|ENOTFOUND|Can't reach database server/i;

/** True where an error means that Postgres cannot be used now, and false where it is a fault of ours. The one place that decides. */
export function isPostgresAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // By name, not by class: Next bundles this module more than once in one process, and the client is shared.
  if (error.name === 'PrismaClientKnownRequestError') {
    const { code } = error as Error & { code?: string };
    return AWAY.has(code ?? '') || (code === 'P2010' && (AWAY_STATES.test(error.message) || AWAY_MESSAGES.test(error.message)));
  }
  return error.name === 'PrismaClientInitializationError' || AWAY_MESSAGES.test(error.message);
}
