-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "standingVersion" INTEGER NOT NULL DEFAULT 0;
