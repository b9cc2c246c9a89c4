import { joinTestServer } from '../postgres/test-server';
import { ensureTemplate } from '../postgres/template-database';

/**
 * Before all tests: one Postgres, kept warm between runs and shared by runs at the same time, with a template database
 * that has every migration. `createTestDatabase` clones it.
 */
export default async function globalSetup(): Promise<void> {
  const server = await joinTestServer();
  process.env.PERDURE_TEST_POSTGRES = server.url;
  process.env.PERDURE_TEST_TEMPLATE = await ensureTemplate(server);
}
