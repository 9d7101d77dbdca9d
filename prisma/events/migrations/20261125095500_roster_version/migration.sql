-- Which roster an event invited from. What is there already followed every change that was heard, as before: 0 is older than any.
ALTER TABLE "Event" ADD COLUMN "rosterVersion" INTEGER NOT NULL DEFAULT 0;

-- Answers of people who were taken off a team before they gave them, for the case that they are back on it.
CREATE TABLE "LateAnswer" (
    "eventId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "response" "RsvpResponse" NOT NULL,
    "note" TEXT,
    "respondedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LateAnswer_pkey" PRIMARY KEY ("eventId", "userId")
);

CREATE INDEX "LateAnswer_userId_idx" ON "LateAnswer"("userId");

ALTER TABLE "LateAnswer" ADD CONSTRAINT "LateAnswer_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;
