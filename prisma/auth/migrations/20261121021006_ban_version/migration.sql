-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "banVersion" INTEGER NOT NULL DEFAULT 0;
