-- DropIndex
DROP INDEX "Profile_checkedAt_idx";

-- AlterTable
ALTER TABLE "Profile" ADD COLUMN     "checkAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateIndex
CREATE INDEX "Profile_checkAt_idx" ON "Profile"("checkAt");
