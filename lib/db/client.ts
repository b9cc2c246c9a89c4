import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import { env } from '@/lib/env';
import { PrismaClient } from './generated/client';

/** How long to wait for a connection before Postgres counts as away, in ms. */
const CONNECT_TIMEOUT_MS = 2_000;
/** How long one statement may run, in ms: ours touch a handful of rows by key. */
const STATEMENT_TIMEOUT_MS = 5_000;

const open = (): PrismaClient =>
  new PrismaClient({
    adapter: new PrismaPg({
      connectionString: env().DATABASE_URL,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
    }),
    transactionOptions: { maxWait: CONNECT_TIMEOUT_MS, timeout: STATEMENT_TIMEOUT_MS },
    errorFormat: 'minimal',
  });

// Hot reload loads this module again and again; the pool must stay one.
const shared = globalThis as typeof globalThis & { perdureDb?: PrismaClient };

/** The process's one Prisma client, opened on first use. */
export const db = (): PrismaClient => (shared.perdureDb ??= open());

/** Closes the pool: at the end of a process or a test. */
export async function closeDb(): Promise<void> {
  const client = shared.perdureDb;
  delete shared.perdureDb;
  await client?.$disconnect();
}
