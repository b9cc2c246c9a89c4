-- AlterTable
ALTER TABLE "Profile" ADD COLUMN     "stampedAt" JSONB;
