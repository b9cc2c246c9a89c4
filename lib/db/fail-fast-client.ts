import 'server-only';
import { Client } from 'pg';

/**
 * A connection that closes as soon as one answer does not come within `query_timeout`. Without that pg would wait as
 * long again for a ROLLBACK, and then lend others a connection that is still inside the transaction.
 */
export class FailFastClient extends Client {
  override query<T>(...args: unknown[]): T {
    const answer: unknown = super.query(...(args as [string]));
    if (answer instanceof Promise)
      answer.catch((error: Error) => {
        if (error.message === 'Query read timeout') void this.end();
      });
    return answer as T;
  }
}
