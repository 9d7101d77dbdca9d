-- Titles in the order of people, and searches without case, as everywhere (docs/decisions/0010).
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
CREATE TYPE "GameSource" AS ENUM ('FREETOGAME', 'BUNDLED');

-- CreateEnum
CREATE TYPE "GamePlatform" AS ENUM ('PC', 'BROWSER', 'CONSOLE', 'MOBILE', 'TABLETOP', 'SPORT');

-- CreateTable
CREATE TABLE "Game" (
    "id" TEXT NOT NULL,
    "source" "GameSource" NOT NULL,
    "sourceId" TEXT NOT NULL,
    "listed" BOOLEAN NOT NULL DEFAULT true,
    "rank" INTEGER NOT NULL,
    "title" TEXT COLLATE "names" NOT NULL,
    "slug" TEXT NOT NULL,
    "shortDescription" TEXT,
    "description" TEXT,
    "genre" TEXT NOT NULL,
    "platforms" "GamePlatform"[],
    "publisher" TEXT,
    "developer" TEXT,
    "releaseDate" TEXT COLLATE "C",
    "thumbnailUrl" TEXT,
    "url" TEXT,
    "screenshots" TEXT[],
    "requirements" JSONB,
    "fetchedAt" TIMESTAMPTZ(3) NOT NULL,
    "readCount" INTEGER NOT NULL DEFAULT 0,
    "favouriteCount" INTEGER NOT NULL DEFAULT 0,
    -- One column for all that is searched; a line break parts them, which no search holds.
    "searchText" TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (fold(
        "title" || E'\n' || "genre" || E'\n' || coalesce("publisher", '') || E'\n' || coalesce("developer", '')
    )) STORED,

    CONSTRAINT "Game_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Catalogue" (
    "source" "GameSource" NOT NULL,
    "items" INTEGER NOT NULL DEFAULT 0,
    "digest" TEXT,
    "fetchedAt" TIMESTAMPTZ(3),
    "attemptedAt" TIMESTAMPTZ(3),
    "nextRefreshAt" TIMESTAMPTZ(3),
    "restsUntil" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "circuit" JSONB,

    CONSTRAINT "Catalogue_pkey" PRIMARY KEY ("source")
);

-- CreateTable
CREATE TABLE "Reader" (
    "id" TEXT NOT NULL,
    "gone" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Reader_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GameRead" (
    "readerId" TEXT NOT NULL,
    "gameId" TEXT NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "readAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "GameRead_pkey" PRIMARY KEY ("readerId","gameId")
);

-- CreateTable
CREATE TABLE "GameFavourite" (
    "readerId" TEXT NOT NULL,
    "gameId" TEXT NOT NULL,
    "sinceAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "GameFavourite_pkey" PRIMARY KEY ("readerId","gameId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Game_source_sourceId_key" ON "Game"("source", "sourceId");

-- CreateIndex
CREATE INDEX "GameRead_gameId_idx" ON "GameRead"("gameId");

-- CreateIndex
CREATE INDEX "GameFavourite_readerId_sinceAt_gameId_idx" ON "GameFavourite"("readerId", "sinceAt" DESC, "gameId");

-- CreateIndex
CREATE INDEX "GameFavourite_gameId_idx" ON "GameFavourite"("gameId");

-- AddForeignKey
ALTER TABLE "GameRead" ADD CONSTRAINT "GameRead_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "Reader"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GameRead" ADD CONSTRAINT "GameRead_gameId_fkey" FOREIGN KEY ("gameId") REFERENCES "Game"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GameFavourite" ADD CONSTRAINT "GameFavourite_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "Reader"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GameFavourite" ADD CONSTRAINT "GameFavourite_gameId_fkey" FOREIGN KEY ("gameId") REFERENCES "Game"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
