import 'server-only';

/** What Prisma's adapter calls it. Source: `Error` of @prisma/driver-adapter-utils. */
const AWAY_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);

const AWAY_CODES = new Set([
  // Prisma's own: not reached, timed out, closed, no connection or transaction in time, too many connections. Source: its error reference.
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037'],
  // a socket's; where a host has several addresses and none answers, the code is that of the first
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL'],
]);

/**
 * SQLSTATEs, by class: 08 connection, 53 resources, 57 operator intervention (a stop, a start, our statement timeout), 58 its computer; and of 25 a
 * standby after a failover, and transactions ended because they took too long. Source: Postgres's appendix "Error Codes".
 */
const AWAY_STATES = /^((08|53|57|58)[0-9A-Z]{3}|25006|25P0[34])$/;

/** What pg throws as a plain Error, without a code, when a connection breaks, cannot be made, or does not answer in time. */
const AWAY_MESSAGES = /Connection terminated|not queryable|timeout exceeded when trying to connect|timeout expired|Query read timeout/;
/** By name, not by class: Next bundles modules more than once in one process, and tests have realms of their own. */
const WITHOUT_CODE = new Set(['Error', 'PrismaClientUnknownRequestError']);

interface Told {
  name?: unknown;
  message?: unknown;
  code?: unknown;
  kind?: unknown;
  originalCode?: unknown;
  cause?: unknown;
  /** of an AggregateError */
  errors?: unknown[];
  meta?: { driverAdapterError?: unknown } | null;
}

const saysAway = ({ name, message, code, kind, originalCode }: Told): boolean =>
  name === 'PrismaClientInitializationError' ||
  AWAY_KINDS.has(String(kind)) ||
  [code, originalCode].some((one) => typeof one === 'string' && (AWAY_CODES.has(one) || AWAY_STATES.test(one))) ||
  (code === undefined && WITHOUT_CODE.has(String(name)) && AWAY_MESSAGES.test(String(message)));

/**
 * True where an error, or one that it was made of, means that Postgres cannot be used now, and false where it is a fault of ours. The one place
 * that decides.
 */
export function isPostgresAway(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const told: Told = error;
  if (told.name === 'TypeError') return false; // as fetch throws for its own sockets
  const inner = [told.cause, told.meta?.driverAdapterError, ...(told.errors ?? [])];
  return saysAway(told) || inner.some(isPostgresAway);
}
