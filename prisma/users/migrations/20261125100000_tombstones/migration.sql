-- AlterTable
ALTER TABLE "DeletedUser" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 0;

-- A ban until a date that no answer can show is one without an end.
UPDATE "User" SET "bannedUntil" = NULL WHERE "bannedUntil" >= '10000-01-01T00:00:00Z';
