-- CreateTable
CREATE TABLE "Profile" (
    "userId" TEXT NOT NULL,
    "values" JSONB NOT NULL,
    "base" JSONB NOT NULL,
    "states" JSONB,
    "writtenAt" JSONB,
    "refusals" JSONB,
    "inFlightWrites" JSONB,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "clerkUpdatedAt" TIMESTAMPTZ(3),
    "clerkReadAt" TIMESTAMPTZ(3),
    "invalidatedAt" TIMESTAMPTZ(3),
    "auditDueAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "pushDueAt" TIMESTAMPTZ(6),
    "lastPushEndedAt" TIMESTAMPTZ(3),
    "pushAttempts" INTEGER NOT NULL DEFAULT 0,
    "fencingToken" TEXT,
    "pendingSince" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Profile_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "ProfileChange" (
    "id" BIGSERIAL NOT NULL,
    "userId" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "saveId" UUID,
    "source" TEXT NOT NULL,
    "device" TEXT,
    "changes" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ProfileChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookEvent" (
    "id" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WebhookEvent_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Profile_auditDueAt_idx" ON "Profile"("auditDueAt");

-- CreateIndex
CREATE INDEX "ProfileChange_userId_revision_idx" ON "ProfileChange"("userId", "revision");

-- CreateIndex
CREATE UNIQUE INDEX "ProfileChange_userId_saveId_key" ON "ProfileChange"("userId", "saveId");

-- CreateIndex
CREATE INDEX "WebhookEvent_receivedAt_idx" ON "WebhookEvent"("receivedAt");

-- AddForeignKey
ALTER TABLE "ProfileChange" ADD CONSTRAINT "ProfileChange_userId_fkey" FOREIGN KEY ("userId") REFERENCES "Profile"("userId") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateIndex: partial, of the pending rows alone, which Prisma's schema cannot state without a preview feature
CREATE INDEX "Profile_pushDueAt_idx" ON "Profile"("pushDueAt") WHERE "pushDueAt" IS NOT NULL;
