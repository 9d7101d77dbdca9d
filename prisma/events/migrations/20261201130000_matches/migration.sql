-- CreateEnum
CREATE TYPE "Outcome" AS ENUM ('WIN', 'LOSS', 'DRAW', 'FORFEIT', 'DOUBLE_FORFEIT');

-- AlterTable
ALTER TABLE "Event" ADD COLUMN     "matchId" TEXT,
ADD COLUMN     "matchVersion" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "opponentScore" DOUBLE PRECISION,
ADD COLUMN     "outcome" "Outcome",
ADD COLUMN     "ownScore" DOUBLE PRECISION;

-- CreateIndex
CREATE UNIQUE INDEX "Event_matchId_teamId_key" ON "Event"("matchId", "teamId");
