import { isOutcomeUnknown, isPostgresUnreachable, isPostgresBusy } from '@/lib/db/errors';
import { Prisma } from '@/lib/db/generated/client';

const known = (code: string, message = 'told', meta?: Record<string, unknown>) =>
  new Prisma.PrismaClientKnownRequestError(message, { code, clientVersion: '0', meta });
/** As Prisma's adapter throws it, raw or inside of Prisma's own. */
const fromAdapter = (cause: Record<string, unknown>) =>
  Object.assign(new Error(String(cause.kind)), { name: 'DriverAdapterError', cause });

/** What is said of Postgres: that it is unreachable, that it may only be busy, or nothing. */
const saidBy = (error: unknown) =>
  isPostgresUnreachable(error) ? 'unreachable' : isPostgresBusy(error) ? 'busy' : 'nothing';
/** A SQLSTATE in whatever it comes. */
const withState = (originalCode: string, message = 'told') => {
  const told = fromAdapter({ kind: 'postgres', originalCode, code: originalCode });
  return [
    Object.assign(new Error('told'), { code: originalCode }),
    told,
    known('P2010', message, { driverAdapterError: told }),
    known('P2039', message, { driverAdapterError: told }),
  ];
};

it.each(['P1001', 'P1017'])('%s of Prisma means that Postgres is unreachable', (code) => {
  expect(saidBy(known(code))).toBe('unreachable');
});

it.each(['P1002', 'P1008', 'P2024', 'P2028', 'P2037'])(
  '%s of Prisma means that Postgres is busy or unreachable',
  (code) => {
    expect(saidBy(known(code))).toBe('busy');
  },
);

it.each(['08006', '53100', '53200', '57P01', '57P03', '58030', '25006'])(
  'SQLSTATE %s means that Postgres is unreachable',
  (state) => {
    expect(withState(state).map(saidBy)).toEqual(['unreachable', 'unreachable', 'unreachable', 'unreachable']);
  },
);

it.each(['53300', '55P03', '57014', '25P03', '25P04'])(
  'SQLSTATE %s means that Postgres is busy or unreachable',
  (state) => {
    expect(withState(state).map(saidBy)).toEqual(['busy', 'busy', 'busy', 'busy']);
  },
);

it.each(['22P02', '23505', '25P02', '40001', '42601'])(
  'SQLSTATE %s means neither an outage nor a busy Postgres',
  (state) => {
    expect(withState(state, 'Connection terminated 57P01 Query read timeout').map(saidBy)).toEqual([
      'nothing',
      'nothing',
      'nothing',
      'nothing',
    ]);
  },
);

it.each(['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT'])(
  '%s of a socket means unreachable: raw, in an AggregateError, as a cause, as Prisma’s code',
  (code) => {
    const socket = Object.assign(new Error(`connect ${code}`), { code });
    for (const error of [
      socket,
      new AggregateError([new Error('told'), socket], ''),
      new Error('told', { cause: socket }),
      known(code, ''),
    ])
      expect(isPostgresUnreachable(error)).toBe(true);
  },
);

it.each([
  ['DatabaseNotReachable', 'unreachable'],
  ['ConnectionClosed', 'unreachable'],
  ['SocketTimeout', 'unreachable'],
  ['TooManyConnections', 'busy'],
])('%s of Prisma’s adapter means that Postgres is %s', (kind, said) => {
  expect(saidBy(fromAdapter({ kind }))).toBe(said);
  expect(saidBy(known('P2010', 'Raw query failed. Code: `N/A`', { driverAdapterError: fromAdapter({ kind }) }))).toBe(
    said,
  );
});

it('a fault of our own is no outage of Postgres', () => {
  const faults = [
    known('P2002'),
    new TypeError('undefined is not a function'),
    fromAdapter({ kind: 'UniqueConstraintViolation', originalCode: '23505' }),
    'Connection terminated',
    undefined,
  ];
  expect(faults.map(saidBy)).toEqual(faults.map(() => 'nothing'));
});

it('another server that is unreachable is no outage of Postgres', () => {
  expect(
    isPostgresUnreachable(
      new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) }),
    ),
  ).toBe(false);
});

it('a value that reads like a driver’s message is no outage of Postgres', () => {
  expect(
    isPostgresUnreachable(
      new Prisma.PrismaClientValidationError('firstName: "Connection terminated"', { clientVersion: '0' }),
    ),
  ).toBe(false);
});

it.each([
  ['Connection terminated unexpectedly', 'unreachable'],
  ['Client was closed and is not queryable', 'unreachable'],
  ['Query read timeout', 'busy'],
  ['timeout expired', 'busy'],
  ['timeout exceeded when trying to connect', 'busy'],
])('the driver’s “%s”, which has no code, means that Postgres is %s', (message, said) => {
  expect(saidBy(new Error(message))).toBe(said);
  expect(saidBy(new Prisma.PrismaClientUnknownRequestError(message, { clientVersion: '0' }))).toBe(said);
});

it('a connection that took too long to make means busy, although it was closed for that', () => {
  expect(
    saidBy(
      new Error('Connection terminated due to connection timeout', {
        cause: new Error('Connection terminated unexpectedly'),
      }),
    ),
  ).toBe('busy');
});

it('the outcome is unknown only if a statement’s answer did not come in time', () => {
  const wrapped = known('P2010', 'Raw', {
    driverAdapterError: fromAdapter({ kind: 'postgres', originalCode: '57014' }),
  });
  expect(
    [new Error('Query read timeout'), wrapped, known('P2024'), known('P2028'), new Error('timeout expired')].map(
      isOutcomeUnknown,
    ),
  ).toEqual([true, false, false, false, false]);
});

it('errors of Postgres are recognised whichever bundle’s class they are of', async () => {
  await jest.isolateModulesAsync(async () => {
    const other = await import('@/lib/db/errors');
    expect(other.isPostgresUnreachable(known('P1001'))).toBe(true);
    expect(other.isPostgresUnreachable(new Prisma.PrismaClientInitializationError('no server', '0'))).toBe(true);
  });
});
