-- Names in the order of people, not of bytes. ICU knows every script, whatever locale the cluster or the database was
-- made with; nearly every PostgreSQL has it.
CREATE COLLATION "names" (provider = icu, locale = 'und');

-- What a search compares: letters without case in one Unicode form. `fold` of packages/kit does the same to what is
-- searched for. Upper case first, since ß and SS, ς and Σ, ı and I only meet there; the dot of İ goes.
CREATE FUNCTION "fold"(raw text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN normalize(
    translate(replace(lower(upper(normalize(raw, NFKC) COLLATE "names") COLLATE "names"), U&'i\0307', 'i'), 'ς', 'σ'),
    NFKC
);

-- AlterTable
ALTER TABLE "User" ALTER COLUMN "displayName" SET DATA TYPE TEXT COLLATE "names";

-- One column for all that is searched; a line break parts them, which no search holds.
ALTER TABLE "User" ADD COLUMN "searchText" TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (fold(
    "displayName" || E'\n' || "handle" || E'\n' || coalesce("email", '') || E'\n' || coalesce("givenName", '')
    || E'\n' || coalesce("familyName", '')
)) STORED;
