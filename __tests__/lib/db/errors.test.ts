import { isPostgresAway } from '@/lib/db/errors';
import { Prisma } from '@/lib/db/generated/client';

const known = (code: string, message = 'told') => new Prisma.PrismaClientKnownRequestError(message, { code, clientVersion: '0' });

it.each(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'])('%s of Prisma says that Postgres is away', (code) => {
  expect(isPostgresAway(known(code))).toBe(true);
});

it('a raw query tells by its SQLSTATE', () => {
  expect(isPostgresAway(known('P2010', 'Raw query failed. Code: `57P01`'))).toBe(true);
  expect(isPostgresAway(known('P2010', 'Raw query failed. Code: `42601`'))).toBe(false);
});

it('a fault of ours is none of Postgres', () => {
  expect(isPostgresAway(known('P2002'))).toBe(false);
  expect(isPostgresAway(new TypeError('undefined is not a function'))).toBe(false);
  expect(isPostgresAway('Connection terminated')).toBe(false);
});

it('what the driver throws has no code', () => {
  expect(isPostgresAway(new Error('Connection terminated unexpectedly'))).toBe(true);
});

it('knows them whichever bundle’s class they are of', async () => {
  await jest.isolateModulesAsync(async () => {
    const other = (await import('@/lib/db/errors'));
    expect(other.isPostgresAway(known('P1001'))).toBe(true);
    expect(other.isPostgresAway(new Prisma.PrismaClientInitializationError('no server', '0'))).toBe(true);
  });
});
