import 'server-only';
import { env } from '@/lib/env';

/** How long one statement may run, in ms, the wait for a lock included: ours touch a handful of rows by key. */
const STATEMENT_TIMEOUT_MS = 2_500;
/**
 * How long a transaction may do nothing, in ms: less than a statement may, so that who waits for a row that a dead
 * process has locked gets it.
 */
const IDLE_IN_TRANSACTION_MS = 2_000;
/** After how long without a word a connection is probed, in ms: networks forget one that is silent for minutes. */
const KEEP_ALIVE_MS = 10_000;

/**
 * How a connection of the pool is made, by pg's names. Whatever speaks for the pool (health, the check at the start)
 * connects the same way.
 */
export const connectionOptions = (connectionString: string = env().DATABASE_URL) => ({
  connectionString,
  statement_timeout: STATEMENT_TIMEOUT_MS,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  keepAlive: true,
  keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
});
