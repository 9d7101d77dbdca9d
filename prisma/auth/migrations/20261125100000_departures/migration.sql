-- CreateTable
CREATE TABLE "Departure" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Departure_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Departure_accountId_idx" ON "Departure"("accountId");

-- AddForeignKey
ALTER TABLE "Departure" ADD CONSTRAINT "Departure_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A ban until a date that no answer can show is one without an end.
UPDATE "Account" SET "bannedUntil" = NULL WHERE "bannedUntil" >= '10000-01-01T00:00:00Z';
