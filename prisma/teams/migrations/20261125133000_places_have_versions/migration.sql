-- The team's version as of which each place is what it is. For those of before, the team's present one: nothing newer was announced.
ALTER TABLE "TeamMember" ADD COLUMN "version" INTEGER;
UPDATE "TeamMember" AS place SET "version" = team."version" FROM "Team" AS team WHERE team."id" = place."teamId";
ALTER TABLE "TeamMember" ALTER COLUMN "version" SET NOT NULL;

-- Who is on a team no more.
CREATE TABLE "FormerMember" (
    "id" TEXT NOT NULL,
    "teamId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "FormerMember_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "FormerMember_teamId_userId_key" ON "FormerMember"("teamId", "userId");
