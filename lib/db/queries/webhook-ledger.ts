import 'server-only';
import { Prisma } from '../generated/client';
import { BATCH_ROWS, inBatches } from './in-batches';
import { notify, type Notification } from './notification';
import { statements } from './statements';

/**
 * Records that a webhook has reported a change of a user, once per webhook, and makes a read of Clerk due, unless the
 * change is known: an echo of our own write. A read that backs off is due no sooner. Returns true if a read is due, now
 * or later. `updatedAt` is Clerk's, in ms since 1970. The same as the core's `withWebhook`.
 * @throws Prisma's error if Postgres is unreachable or busy, as all in this file do
 */
export async function reportWebhook(webhookId: string, userId: string, updatedAt: number): Promise<boolean> {
  const reported = await statements.query(Prisma.sql`
    WITH ${recorded(webhookId)}
    UPDATE "Profile" SET
      "webhookUpdatedAt" = greatest("webhookUpdatedAt", clock.reported),
      "dueAt" = CASE WHEN "fencingToken" IS NULL THEN least("dueAt", coalesce("readDueAt", clock_timestamp()))
        ELSE "dueAt" END
    FROM recorded, (SELECT to_timestamp(${updatedAt}::float8 / 1000) AS reported) AS clock
    WHERE "userId" = ${userId} AND ("clerkUpdatedAt" < clock.reported OR "clerkUpdatedAt" IS NULL)
    RETURNING "userId"`);
  return reported.length > 0;
}

/** Records a webhook, and notifies of what it reports the first time. */
export const recordWebhook = (webhookId: string, notification: Notification | null): Promise<unknown> =>
  statements.query(Prisma.sql`
    WITH ${recorded(webhookId)}
    SELECT "id"${notify(notification)} FROM recorded`);

/** Adds a webhook to the ledger; a part of a statement that returns it only the first time. */
const recorded = (webhookId: string): Prisma.Sql => Prisma.sql`
  recorded AS (INSERT INTO "WebhookEvent" ("id") VALUES (${webhookId}) ON CONFLICT DO NOTHING RETURNING "id")`;

/** Removes webhooks of more than a week ago from the ledger, and returns how many: Svix retries none of them then. */
export const pruneWebhookLedger = (): Promise<number> =>
  inBatches(() =>
    statements.execute(Prisma.sql`
      DELETE FROM "WebhookEvent" WHERE "id" = ANY(ARRAY(
        SELECT "id" FROM "WebhookEvent" WHERE "receivedAt" < statement_timestamp() - interval '7 days'
        ORDER BY "receivedAt" LIMIT ${BATCH_ROWS} FOR UPDATE SKIP LOCKED
      ))`),
  );
