import 'server-only';
import { db } from '../client';
import { BATCH_ROWS, inBatches } from './in-batches';

/**
 * Removes webhooks of more than a week ago from the ledger, and returns how many: Svix no longer retries them by then.
 * @throws Prisma's error if Postgres is unreachable or busy
 */
export const pruneWebhookLedger = (): Promise<number> =>
  inBatches(
    () => db().$executeRaw`
  DELETE FROM "WebhookEvent" WHERE "id" = ANY(ARRAY(
    SELECT "id" FROM "WebhookEvent" WHERE "receivedAt" < statement_timestamp() - interval '7 days'
    ORDER BY "receivedAt" LIMIT ${BATCH_ROWS} FOR UPDATE SKIP LOCKED
  ))`,
  );
