-- DropIndex
DROP INDEX "Profile_pushAt_idx";

-- CreateIndex: partial, which Prisma's schema cannot state without a preview feature
CREATE INDEX "Profile_pushAt_idx" ON "Profile"("pushAt") WHERE "pushAt" IS NOT NULL;
