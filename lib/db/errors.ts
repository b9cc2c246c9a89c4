import 'server-only';

/** Kinds of Prisma's adapter. Source: `Error` of @prisma/driver-adapter-utils. */
const UNREACHABLE_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout']);
const BUSY_KINDS = new Set(['TooManyConnections']);

const UNREACHABLE_CODES = new Set([
  // Prisma's own: not reached, closed. Source: its error reference.
  ...['P1001', 'P1017'],
  // a socket's; if a host has several addresses and none answers, the code is that of the first
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL'],
]);
/** Prisma's own: timed out, no connection or transaction in time, too many connections. */
const BUSY_CODES = new Set(['P1002', 'P1008', 'P2024', 'P2028', 'P2037']);

/**
 * SQLSTATEs by class: 08 connection, 53 resources, 57 operator intervention (a stop, a start), 58 its computer; of 25 a
 * standby after a failover. Source: Postgres's appendix "Error Codes".
 */
const UNREACHABLE_STATES = /^((08|53|57|58)[0-9A-Z]{3}|25006)$/;
/** SQLSTATEs: no connection left; a statement, a wait for a lock or a transaction that took too long. */
const BUSY_STATES = /^(53300|57014|55P03|25P0[34])$/;

/** What pg throws as a plain Error, without a code, when a connection breaks. */
const UNREACHABLE_MESSAGES = /Connection terminated|not queryable/;
/** The same, when no connection is free in time, or does not answer in time. */
const BUSY_MESSAGES =
  /timeout exceeded when trying to connect|due to connection timeout|timeout expired|Query read timeout/;
/** By name, not by class: Next bundles modules more than once in one process, and tests have realms of their own. */
const WITHOUT_CODE = new Set(['Error', 'PrismaClientUnknownRequestError']);

interface ErrorLike {
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

const matches = (
  { name, message, code, kind, originalCode }: ErrorLike,
  kinds: Set<string>,
  codes: Set<string>,
  states: RegExp,
  messages: RegExp,
): boolean =>
  kinds.has(String(kind)) ||
  [code, originalCode].some((one) => typeof one === 'string' && (codes.has(one) || states.test(one))) ||
  (code === undefined && WITHOUT_CODE.has(String(name)) && messages.test(String(message)));

const isBusy = (error: ErrorLike): boolean => matches(error, BUSY_KINDS, BUSY_CODES, BUSY_STATES, BUSY_MESSAGES);
const isUnreachable = (error: ErrorLike): boolean =>
  error.name === 'PrismaClientInitializationError' ||
  (matches(error, UNREACHABLE_KINDS, UNREACHABLE_CODES, UNREACHABLE_STATES, UNREACHABLE_MESSAGES) && !isBusy(error));

/** Returns true if `test` holds for an error, or for one of its causes. */
function isAny(thrown: unknown, test: (error: ErrorLike) => boolean): boolean {
  if (typeof thrown !== 'object' || thrown === null) return false;
  const error: ErrorLike = thrown;
  if (error.name === 'TypeError') return false; // as fetch throws for its own sockets
  if (isBusy(error)) return test(error); // its causes only say how the wait was ended
  const causes = [error.cause, error.meta?.driverAdapterError, ...(error.errors ?? [])];
  return test(error) || causes.some((cause) => isAny(cause, test));
}

/** Returns true if an error certainly means that Postgres cannot be reached or used now. This file alone decides. */
export const isPostgresUnreachable = (error: unknown): boolean => isAny(error, isUnreachable);

/**
 * Returns true if Postgres had no connection, lock or answer in time. It is busy or unreachable then: only a ping shows
 * which. What is neither is a fault of ours.
 */
export const isPostgresBusy = (error: unknown): boolean => !isPostgresUnreachable(error) && isAny(error, isBusy);

/** Returns true if such an error leaves the outcome unknown: the work was sent, and only its answer is missing. */
export const isOutcomeUnknown = (error: unknown): boolean =>
  isAny(
    error,
    ({ code, message }) => code === 'P1008' || (code === undefined && /Query read timeout/.test(String(message))),
  );
