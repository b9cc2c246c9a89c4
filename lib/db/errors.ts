import 'server-only';

/** What Prisma's adapter calls it. Source: `Error` of @prisma/driver-adapter-utils. */
const AWAY_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout']);
const BUSY_KINDS = new Set(['TooManyConnections']);

const AWAY_CODES = new Set([
  // Prisma's own: not reached, closed. Source: its error reference.
  ...['P1001', 'P1017'],
  // a socket's; where a host has several addresses and none answers, the code is that of the first
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL'],
]);
/** Prisma's own: timed out, no connection or transaction in time, too many connections. */
const BUSY_CODES = new Set(['P1002', 'P1008', 'P2024', 'P2028', 'P2037']);

/**
 * SQLSTATEs, by class: 08 connection, 53 resources, 57 operator intervention (a stop, a start), 58 its computer; and of
 * 25 a standby after a failover. Source: Postgres's appendix "Error Codes".
 */
const AWAY_STATES = /^((08|53|57|58)[0-9A-Z]{3}|25006)$/;
/**
 * SQLSTATEs: no connection left, a statement that took too long or waited so long for a lock, transactions that took
 * too long.
 */
const BUSY_STATES = /^(53300|57014|55P03|25P0[34])$/;

/** What pg throws as a plain Error, without a code, when a connection breaks. */
const AWAY_MESSAGES = /Connection terminated|not queryable/;
/** The same, when one is not to be had in time, or does not answer in time. */
const BUSY_MESSAGES =
  /timeout exceeded when trying to connect|due to connection timeout|timeout expired|Query read timeout/;
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

const says = (
  { name, message, code, kind, originalCode }: Told,
  kinds: Set<string>,
  codes: Set<string>,
  states: RegExp,
  messages: RegExp,
): boolean =>
  kinds.has(String(kind)) ||
  [code, originalCode].some((one) => typeof one === 'string' && (codes.has(one) || states.test(one))) ||
  (code === undefined && WITHOUT_CODE.has(String(name)) && messages.test(String(message)));

const saysBusy = (told: Told): boolean => says(told, BUSY_KINDS, BUSY_CODES, BUSY_STATES, BUSY_MESSAGES);
const saysAway = (told: Told): boolean =>
  told.name === 'PrismaClientInitializationError' ||
  (says(told, AWAY_KINDS, AWAY_CODES, AWAY_STATES, AWAY_MESSAGES) && !saysBusy(told));

/** True where `test` holds for an error, or for one that it was made of. */
function anyOf(error: unknown, test: (told: Told) => boolean): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const told: Told = error;
  if (told.name === 'TypeError') return false; // as fetch throws for its own sockets
  if (saysBusy(told)) return test(told); // what it was made of is only how it was given up
  const inner = [told.cause, told.meta?.driverAdapterError, ...(told.errors ?? [])];
  return test(told) || inner.some((one) => anyOf(one, test));
}

/** True where an error means for certain that Postgres cannot be reached or used now. This file alone decides. */
export const isPostgresUnreachable = (error: unknown): boolean => anyOf(error, saysAway);

/**
 * True where something of Postgres's was not to be had in time: a connection, a lock, an answer. It is busy then, or
 * unreachable: only a ping tells which. What is neither busy nor unreachable is a fault of ours.
 */
export const isPostgresBusy = (error: unknown): boolean => !isPostgresUnreachable(error) && anyOf(error, saysBusy);

/**
 * True where such an error leaves open whether what was asked for has been done: the answer alone did not come in time.
 */
export const isOutcomeUnknown = (error: unknown): boolean =>
  anyOf(
    error,
    ({ code, message }) => code === 'P1008' || (code === undefined && /Query read timeout/.test(String(message))),
  );
