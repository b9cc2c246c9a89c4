-- One lease per person: a row is due for a read of Clerk as well as for a push. Renamed, so that what waits is kept.
ALTER TABLE "Profile" RENAME COLUMN "pushDueAt" TO "dueAt";
ALTER TABLE "Profile" RENAME COLUMN "pushAttempts" TO "attempts";
ALTER TABLE "Profile" RENAME COLUMN "invalidatedAt" TO "readDueAt";
ALTER TABLE "Profile" RENAME COLUMN "lastPushEndedAt" TO "nextPushAt";
ALTER INDEX "Profile_pushDueAt_idx" RENAME TO "Profile_dueAt_idx";

-- AlterTable
ALTER TABLE "Profile" ADD COLUMN "webhookUpdatedAt" TIMESTAMPTZ(3),
DROP COLUMN "updatedAt";

-- What was to be read by the next reader is due for everybody now; a back-off stands.
UPDATE "Profile" SET "nextPushAt" = greatest("nextPushAt" + interval '2 seconds', "dueAt") WHERE "nextPushAt" IS NOT NULL;
UPDATE "Profile" SET "dueAt" = least("dueAt", "readDueAt") WHERE "readDueAt" IS NOT NULL AND "fencingToken" IS NULL;
