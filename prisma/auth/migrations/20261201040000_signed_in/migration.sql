-- Whether anybody has ever signed in: what accounts were used for before is not known, and taken for granted.
ALTER TABLE "Account" ADD COLUMN "signedIn" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "Account" ALTER COLUMN "signedIn" SET DEFAULT false;
