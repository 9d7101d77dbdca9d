-- Searches without case, as everywhere (docs/decisions/0010).
CREATE COLLATION "names" (provider = icu, locale = 'und');

CREATE FUNCTION "fold"(raw text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN normalize(
    translate(
        replace(
            lower(upper(lower(normalize(raw, NFKC) COLLATE "names") COLLATE "names") COLLATE "names"),
            U&'i\0307', 'i'
        ),
        'ςᲐᲑᲒᲓᲔᲕᲖᲗᲘᲙᲚᲛᲜᲝᲞᲟᲠᲡᲢᲣᲤᲥᲦᲧᲨᲩᲪᲫᲬᲭᲮᲯᲰᲱᲲᲳᲴᲵᲶᲷᲸᲹᲺᲽᲾᲿ',
        'σაბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰჱჲჳჴჵჶჷჸჹჺჽჾჿ'
    ),
    NFKC
);

-- CreateEnum
CREATE TYPE "TournamentStatus" AS ENUM ('DRAFT', 'REGISTRATION', 'CHECK_IN', 'READY', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "OfficialRole" AS ENUM ('ORGANIZER', 'REFEREE');

-- CreateEnum
CREATE TYPE "ParticipantKind" AS ENUM ('USER', 'TEAM', 'GUEST');

-- CreateEnum
CREATE TYPE "ParticipantStatus" AS ENUM ('REGISTERED', 'WAITLISTED', 'CONFIRMED', 'CHECKED_IN', 'WITHDRAWN', 'DISQUALIFIED', 'NO_SHOW');

-- CreateEnum
CREATE TYPE "StageFormat" AS ENUM ('SINGLE_ELIMINATION', 'DOUBLE_ELIMINATION', 'ROUND_ROBIN', 'SWISS', 'CONSOLATION');

-- CreateEnum
CREATE TYPE "StageStatus" AS ENUM ('PENDING', 'READY', 'IN_PROGRESS', 'COMPLETED');

-- CreateEnum
CREATE TYPE "BracketSide" AS ENUM ('WINNERS', 'LOSERS', 'GRAND_FINAL', 'THIRD_PLACE', 'CONSOLATION', 'GROUP');

-- CreateEnum
CREATE TYPE "MatchStatus" AS ENUM ('LOCKED', 'READY', 'CALLED', 'IN_PROGRESS', 'REPORTED', 'DISPUTED', 'COMPLETED', 'CANCELLED', 'BYE');

-- CreateEnum
CREATE TYPE "SlotResult" AS ENUM ('WIN', 'LOSS', 'DRAW', 'FORFEIT', 'DOUBLE_FORFEIT', 'BYE');

-- CreateEnum
CREATE TYPE "ReportStatus" AS ENUM ('PENDING', 'CONFIRMED', 'DISPUTED', 'OVERRULED');

-- CreateEnum
CREATE TYPE "TeamRole" AS ENUM ('OWNER', 'COACH', 'ASSISTANT', 'MANAGER', 'CAPTAIN', 'PLAYER', 'SUPPORTER');

-- CreateTable
CREATE TABLE "Tournament" (
    "id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "rules" TEXT,
    "prizes" TEXT[],
    "sport" TEXT,
    "gameId" TEXT,
    "status" "TournamentStatus" NOT NULL DEFAULT 'DRAFT',
    "statusReason" TEXT,
    "participantKind" "ParticipantKind" NOT NULL,
    "teamSize" INTEGER,
    "capacity" INTEGER,
    "startsAt" TIMESTAMPTZ(3),
    "endsAt" TIMESTAMPTZ(3),
    "timeZone" TEXT NOT NULL,
    "registrationOpensAt" TIMESTAMPTZ(3),
    "registrationClosesAt" TIMESTAMPTZ(3),
    "checkInOpensAt" TIMESTAMPTZ(3),
    "requiresApproval" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "searchText" TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (fold("name" || E'\n' || coalesce("sport", ''))) STORED,

    CONSTRAINT "Tournament_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Official" (
    "tournamentId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" "OfficialRole" NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Official_pkey" PRIMARY KEY ("tournamentId","role","userId")
);

-- CreateTable
CREATE TABLE "Participant" (
    "id" TEXT NOT NULL,
    "tournamentId" TEXT NOT NULL,
    "kind" "ParticipantKind" NOT NULL,
    "userId" TEXT,
    "teamId" TEXT,
    "guestName" TEXT,
    "status" "ParticipantStatus" NOT NULL,
    "seed" INTEGER,
    "placement" INTEGER,
    "checkedInAt" TIMESTAMPTZ(3),
    "registeredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Participant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Stage" (
    "id" TEXT NOT NULL,
    "tournamentId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "format" "StageFormat" NOT NULL,
    "status" "StageStatus" NOT NULL,
    "settings" JSONB NOT NULL,
    "coinSeed" TEXT NOT NULL,

    CONSTRAINT "Stage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Advancement" (
    "toStageId" TEXT NOT NULL,
    "fromStageId" TEXT NOT NULL,
    "fromRank" INTEGER NOT NULL,
    "toRank" INTEGER NOT NULL,
    "perGroup" BOOLEAN NOT NULL,

    CONSTRAINT "Advancement_pkey" PRIMARY KEY ("toStageId")
);

-- CreateTable
CREATE TABLE "Entrant" (
    "stageId" TEXT NOT NULL,
    "participantId" TEXT NOT NULL,
    "seed" INTEGER NOT NULL,

    CONSTRAINT "Entrant_pkey" PRIMARY KEY ("stageId","participantId")
);

-- CreateTable
CREATE TABLE "Match" (
    "id" TEXT NOT NULL,
    "tournamentId" TEXT NOT NULL,
    "stageId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "side" "BracketSide" NOT NULL,
    "group" TEXT,
    "round" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "bestOf" INTEGER NOT NULL,
    "isReset" BOOLEAN NOT NULL,
    "status" "MatchStatus" NOT NULL,
    "firstSource" JSONB NOT NULL,
    "secondSource" JSONB NOT NULL,
    "winnerToId" TEXT,
    "winnerToKey" TEXT,
    "winnerToSlot" INTEGER,
    "loserToId" TEXT,
    "loserToKey" TEXT,
    "loserToSlot" INTEGER,
    "firstId" TEXT,
    "firstVacant" BOOLEAN NOT NULL DEFAULT false,
    "firstScore" DOUBLE PRECISION,
    "firstResult" "SlotResult",
    "secondId" TEXT,
    "secondVacant" BOOLEAN NOT NULL DEFAULT false,
    "secondScore" DOUBLE PRECISION,
    "secondResult" "SlotResult",
    "games" JSONB NOT NULL DEFAULT '[]',
    "scheduledAt" TIMESTAMPTZ(3),
    "court" TEXT,
    "startedAt" TIMESTAMPTZ(3),
    "completedAt" TIMESTAMPTZ(3),
    "confirmBy" TIMESTAMPTZ(3),
    "refereeId" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "Match_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MatchReport" (
    "id" TEXT NOT NULL,
    "matchId" TEXT NOT NULL,
    "byId" TEXT NOT NULL,
    "forId" TEXT,
    "scores" DOUBLE PRECISION[],
    "games" JSONB NOT NULL,
    "forfeitSlots" INTEGER[],
    "status" "ReportStatus" NOT NULL,
    "note" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MatchReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Team" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "Team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TeamMember" (
    "teamId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "role" "TeamRole" NOT NULL,
    "active" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "TeamMember_pkey" PRIMARY KEY ("teamId","userId")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" TEXT NOT NULL,
    "displayName" TEXT NOT NULL,
    "initials" TEXT NOT NULL,
    "color" TEXT NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Tournament_slug_key" ON "Tournament"("slug");

-- CreateIndex
CREATE INDEX "Tournament_createdAt_id_idx" ON "Tournament"("createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "Tournament_gameId_idx" ON "Tournament"("gameId");

-- CreateIndex
CREATE INDEX "Official_userId_idx" ON "Official"("userId");

-- CreateIndex
CREATE INDEX "Participant_tournamentId_id_idx" ON "Participant"("tournamentId", "id");

-- CreateIndex
CREATE INDEX "Participant_userId_idx" ON "Participant"("userId");

-- CreateIndex
CREATE INDEX "Participant_teamId_idx" ON "Participant"("teamId");

-- CreateIndex
CREATE UNIQUE INDEX "Participant_tournamentId_userId_key" ON "Participant"("tournamentId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "Participant_tournamentId_teamId_key" ON "Participant"("tournamentId", "teamId");

-- CreateIndex
CREATE UNIQUE INDEX "Stage_tournamentId_number_key" ON "Stage"("tournamentId", "number");

-- CreateIndex
CREATE INDEX "Advancement_fromStageId_idx" ON "Advancement"("fromStageId");

-- CreateIndex
CREATE INDEX "Entrant_participantId_idx" ON "Entrant"("participantId");

-- CreateIndex
CREATE UNIQUE INDEX "Entrant_stageId_seed_key" ON "Entrant"("stageId", "seed");

-- CreateIndex
CREATE INDEX "Match_tournamentId_id_idx" ON "Match"("tournamentId", "id");

-- CreateIndex
CREATE INDEX "Match_firstId_idx" ON "Match"("firstId");

-- CreateIndex
CREATE INDEX "Match_secondId_idx" ON "Match"("secondId");

-- CreateIndex
CREATE UNIQUE INDEX "Match_stageId_key_key" ON "Match"("stageId", "key");

-- CreateIndex
CREATE INDEX "MatchReport_matchId_id_idx" ON "MatchReport"("matchId", "id");

-- CreateIndex
CREATE INDEX "MatchReport_byId_idx" ON "MatchReport"("byId");

-- CreateIndex
CREATE INDEX "TeamMember_userId_idx" ON "TeamMember"("userId");

-- AddForeignKey
ALTER TABLE "Official" ADD CONSTRAINT "Official_tournamentId_fkey" FOREIGN KEY ("tournamentId") REFERENCES "Tournament"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Participant" ADD CONSTRAINT "Participant_tournamentId_fkey" FOREIGN KEY ("tournamentId") REFERENCES "Tournament"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Stage" ADD CONSTRAINT "Stage_tournamentId_fkey" FOREIGN KEY ("tournamentId") REFERENCES "Tournament"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Advancement" ADD CONSTRAINT "Advancement_toStageId_fkey" FOREIGN KEY ("toStageId") REFERENCES "Stage"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Advancement" ADD CONSTRAINT "Advancement_fromStageId_fkey" FOREIGN KEY ("fromStageId") REFERENCES "Stage"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Entrant" ADD CONSTRAINT "Entrant_stageId_fkey" FOREIGN KEY ("stageId") REFERENCES "Stage"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Entrant" ADD CONSTRAINT "Entrant_participantId_fkey" FOREIGN KEY ("participantId") REFERENCES "Participant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Match" ADD CONSTRAINT "Match_tournamentId_fkey" FOREIGN KEY ("tournamentId") REFERENCES "Tournament"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Match" ADD CONSTRAINT "Match_stageId_fkey" FOREIGN KEY ("stageId") REFERENCES "Stage"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MatchReport" ADD CONSTRAINT "MatchReport_matchId_fkey" FOREIGN KEY ("matchId") REFERENCES "Match"("id") ON DELETE CASCADE ON UPDATE CASCADE;

