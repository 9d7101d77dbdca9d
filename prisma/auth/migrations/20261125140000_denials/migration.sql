-- CreateTable
CREATE TABLE "Denial" (
    "subject" TEXT NOT NULL,
    "below" INTEGER NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Denial_pkey" PRIMARY KEY ("subject")
);

-- CreateIndex
CREATE INDEX "Denial_until_idx" ON "Denial"("until");

-- Sessions that ended before there was a list.
INSERT INTO "Denial" ("subject", "below", "until")
SELECT "id", 2147483647, "revokedAt" + interval '1 day' FROM "Session" WHERE "revokedAt" > now() - interval '1 day';
