import { isPostgresAway } from '@/lib/db/errors';
import { Prisma } from '@/lib/db/generated/client';

const known = (code: string, message = 'told', meta?: Record<string, unknown>) => new Prisma.PrismaClientKnownRequestError(message, { code, clientVersion: '0', meta });
/** As Prisma's adapter throws it, raw or inside of Prisma's own. */
const fromAdapter = (cause: Record<string, unknown>) => Object.assign(new Error(String(cause.kind)), { name: 'DriverAdapterError', cause });

it.each(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2037'])('%s of Prisma says that Postgres is away', (code) => {
  expect(isPostgresAway(known(code))).toBe(true);
});

it.each(['08006', '53300', '53200', '57014', '57P01', '57P03', '58030', '25006', '25P03'])('SQLSTATE %s says it, in whatever it comes', (originalCode) => {
  const told = fromAdapter({ kind: 'postgres', originalCode, code: originalCode });
  for (const error of [Object.assign(new Error('told'), { code: originalCode }), told, known('P2010', 'Raw', { driverAdapterError: told }), known('P2039', 'Typed', { driverAdapterError: told })])
    expect(isPostgresAway(error)).toBe(true);
});

it.each(['22P02', '23505', '25P02', '40001', '42601', '55P03'])('SQLSTATE %s does not', (originalCode) => {
  const told = fromAdapter({ kind: 'postgres', originalCode, code: originalCode });
  for (const error of [Object.assign(new Error('told'), { code: originalCode }), told, known('P2010', 'Raw 57P01', { driverAdapterError: told }), known('P2039', 'Connection terminated', { driverAdapterError: told })])
    expect(isPostgresAway(error)).toBe(false);
});

it.each(['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'])('%s of a socket says it, raw, among others, as a cause and as a code of Prisma’s', (code) => {
  const socket = Object.assign(new Error(`connect ${code}`), { code });
  for (const error of [socket, new AggregateError([new Error('told'), socket], ''), new Error('told', { cause: socket }), known(code, '')]) expect(isPostgresAway(error)).toBe(true);
});

it.each(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'])('%s of Prisma’s adapter says it', (kind) => {
  expect(isPostgresAway(fromAdapter({ kind }))).toBe(true);
  expect(isPostgresAway(known('P2010', 'Raw query failed. Code: `N/A`', { driverAdapterError: fromAdapter({ kind }) }))).toBe(true);
});

it('a fault of ours is none of Postgres', () => {
  expect(isPostgresAway(known('P2002'))).toBe(false);
  expect(isPostgresAway(new TypeError('undefined is not a function'))).toBe(false);
  expect(isPostgresAway(fromAdapter({ kind: 'UniqueConstraintViolation', originalCode: '23505' }))).toBe(false);
  expect(isPostgresAway('Connection terminated')).toBe(false);
  expect(isPostgresAway(undefined)).toBe(false);
});

it('another server that is away is none of Postgres', () => {
  expect(isPostgresAway(new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) }))).toBe(false);
});

it('what somebody typed is not taken for what the driver says', () => {
  expect(isPostgresAway(new Prisma.PrismaClientValidationError('firstName: "Connection terminated"', { clientVersion: '0' }))).toBe(false);
});

it.each(['Connection terminated unexpectedly', 'Query read timeout', 'timeout expired', 'Client was closed and is not queryable'])('the driver’s “%s” has no code', (message) => {
  expect(isPostgresAway(new Error(message))).toBe(true);
  expect(isPostgresAway(new Prisma.PrismaClientUnknownRequestError(message, { clientVersion: '0' }))).toBe(true);
});

it('knows them whichever bundle’s class they are of', async () => {
  await jest.isolateModulesAsync(async () => {
    const other = (await import('@/lib/db/errors'));
    expect(other.isPostgresAway(known('P1001'))).toBe(true);
    expect(other.isPostgresAway(new Prisma.PrismaClientInitializationError('no server', '0'))).toBe(true);
  });
});
