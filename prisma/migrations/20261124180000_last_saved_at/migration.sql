-- AlterTable
ALTER TABLE "Profile" ADD COLUMN     "lastSavedAt" JSONB;
