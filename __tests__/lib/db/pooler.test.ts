import { Client } from 'pg';
import { checkDatabase } from '@/lib/db/check-database';
import { checkDelivery } from '@/lib/db/check-delivery';
import { log } from '@/lib/log';
import { hasPgBouncer, startPgBouncer } from '../../support/postgres/pgbouncer';
import { startWorld, type World } from '../../support/world';

const ignored = {
  ignore_startup_parameters: 'extra_float_digits,statement_timeout,idle_in_transaction_session_timeout',
};

let world: World;
let direct: string;
beforeAll(async () => {
  world = await startWorld();
  direct = process.env.DATABASE_URL!;
});
afterEach(() => {
  process.env.DATABASE_URL = direct;
  jest.restoreAllMocks();
});
afterAll(() => world.stop());

/** Whether a notification reaches a connection that goes by this address, and what the log said. */
async function delivered(url: string): Promise<{ arrives: boolean | null; told: string[] }> {
  const told: string[] = [];
  jest.spyOn(log, 'error').mockImplementation((said: unknown) => void told.push(String(said)));
  const client = new Client({ connectionString: url });
  await client.connect();
  const arrives = await checkDelivery(client);
  await client.end();
  return { arrives, told };
}

it('on a direct connection notifications arrive, and nothing is logged', async () => {
  expect(await delivered(direct)).toEqual({ arrives: true, told: [] });
});

it('nothing is logged if the connection ends before a notification could arrive', async () => {
  const client = new Client({ connectionString: direct });
  client.on('error', () => undefined);
  await client.connect();
  const error = jest.spyOn(log, 'error');
  const check = checkDelivery(client);
  void client.end();
  expect(await check).toBeNull();
  expect(error).not.toHaveBeenCalled();
});

(hasPgBouncer ? describe : describe.skip)('behind PgBouncer', () => {
  /** The environment is read once per process: what it reads again is the address of each new connection. */
  async function through(settings: Record<string, string>, work: (url: string) => Promise<void>): Promise<void> {
    const pooler = await startPgBouncer(direct, settings);
    try {
      await work(pooler.url);
    } finally {
      await pooler.stop();
    }
  }

  it('a start names a PgBouncer in its stock configuration as what refuses our connections', () =>
    through({ pool_mode: 'session' }, async (url) => {
      expect(await checkDatabase(url)).toEqual([
        {
          name: 'DATABASE_URL',
          problem: expect.stringMatching(/is that of a pooler .* unsupported startup parameter: statement_timeout/),
        },
      ]);
    }));

  it('a PgBouncer that ignores our startup parameters passes the start, in both modes', async () => {
    for (const pool_mode of ['session', 'transaction'])
      await through({ pool_mode, ...ignored }, async (url) => expect(await checkDatabase(url)).toEqual([]));
  });

  it('notifications arrive through a PgBouncer in session mode', () =>
    through({ pool_mode: 'session', ...ignored }, async (url) => {
      expect(await delivered(url)).toEqual({ arrives: true, told: [] });
    }));

  it(
    'through a PgBouncer in transaction mode the log says that notifications do not arrive',
    () =>
      through({ pool_mode: 'transaction', ...ignored }, async (url) => {
        expect(await delivered(url)).toEqual({
          arrives: false,
          told: [expect.stringContaining('is DATABASE_URL that of a transaction pooler?')],
        });
      }),
    15_000,
  );
});
