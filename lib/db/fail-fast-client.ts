import 'server-only';
import { Client } from 'pg';

/**
 * A connection that is closed as soon as one answer does not come within `query_timeout`. pg by itself goes on with it:
 * it would wait as long again for a ROLLBACK, and then lend a connection to others that is still inside of the
 * transaction.
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
