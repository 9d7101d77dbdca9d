-- AlterTable
ALTER TABLE "User" ADD COLUMN     "approved" BOOLEAN NOT NULL DEFAULT true;

UPDATE "User" SET "approved" = false WHERE "status" = 'PENDING_APPROVAL';
