import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import { singleton } from '@/lib/singleton';
import { connectionOptions } from './connection';
import { PrismaClient } from './generated/client';
import { FailFastClient } from './fail-fast-client';
import { closePing } from './ping';

/** How long to wait for a connection, in ms. */
const CONNECT_TIMEOUT_MS = 2_000;
/** How long to wait for an answer, in ms: Postgres itself, if it can, cancels a statement sooner. */
const ANSWER_TIMEOUT_MS = 3_000;
/** How long all of a transaction may take, in ms: only the creation and the deletion of a row are one. */
const TRANSACTION_TIMEOUT_MS = 5_000;

const open = (): PrismaClient =>
  new PrismaClient({
    adapter: new PrismaPg({
      Client: FailFastClient,
      ...connectionOptions(),
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
    }),
    transactionOptions: { maxWait: CONNECT_TIMEOUT_MS, timeout: TRANSACTION_TIMEOUT_MS },
    errorFormat: 'minimal',
  });

const pool = singleton('database-pool', (): { client?: PrismaClient } => ({}));

/** Returns the process's one Prisma client, opened on first use. */
export const db = (): PrismaClient => (pool().client ??= open());

/** Closes the pool, and the connection of pings: at the end of a process or a test. */
export async function closeDb(): Promise<void> {
  const { client } = pool();
  delete pool().client;
  await Promise.all([client?.$disconnect(), closePing()]);
}
