-- AlterTable
ALTER TABLE "Profile" ADD COLUMN     "pushedAt" TIMESTAMPTZ(3),
ADD COLUMN     "savedAt" JSONB;
