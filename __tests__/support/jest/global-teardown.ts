import { leaveTestServer } from '../postgres/test-server';

/** After all tests: the last run to leave stops the server. */
export default async function globalTeardown(): Promise<void> {
  await leaveTestServer();
}
