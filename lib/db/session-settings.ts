import 'server-only';

/** How long one statement may run, in ms, the wait for a lock included: ours touch a handful of rows by key. */
const STATEMENT_TIMEOUT_MS = 2_500;
/** How long a transaction may do nothing, in ms: less than a statement may, so that who waits for a row that a dead process has locked gets it. */
const IDLE_IN_TRANSACTION_MS = 2_000;

/** What each connection of the pool asks of Postgres as it begins, by pg's names. A pooler in between has to let it pass. */
export const sessionSettings = { statement_timeout: STATEMENT_TIMEOUT_MS, idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS };
