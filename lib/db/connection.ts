import 'server-only';
import { env } from '@/lib/env';

/** How long one statement may run, in ms, the wait for a lock included: ours touch a handful of rows by key. */
const STATEMENT_TIMEOUT_MS = 2_500;
/**
 * How long a transaction may idle, in ms: less than a statement may wait, so that a row which a dead process has locked
 * is free in time.
 */
const IDLE_IN_TRANSACTION_MS = 2_000;
/** After how long a silent connection is probed, in ms: networks forget one that is silent for minutes. */
const KEEP_ALIVE_MS = 10_000;

/**
 * Returns pg's options for a connection of the pool. What speaks for the pool (health, the start) connects likewise.
 */
export const connectionOptions = (connectionString: string = env().DATABASE_URL) => ({
  connectionString,
  statement_timeout: STATEMENT_TIMEOUT_MS,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  keepAlive: true,
  keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
});
