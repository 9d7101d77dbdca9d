-- AlterTable
ALTER TABLE "Game" ADD COLUMN "detailedAt" TIMESTAMPTZ(3);
