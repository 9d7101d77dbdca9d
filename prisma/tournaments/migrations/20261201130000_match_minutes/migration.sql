-- AlterTable
ALTER TABLE "Match" ADD COLUMN     "minutes" INTEGER;
