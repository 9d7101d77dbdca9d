import { AT_ONCE, sqlOf } from '@fieldhouse/kit';
import DataLoader from 'dataloader';
import type { Database } from './__generated__/database.ts';
import type { Match } from './__generated__/prisma/client.ts';
import { grouped } from './grouped.ts';
import { participantsOf } from './rows.ts';

const MOST_MATCHES = 50;

/** What somebody has achieved. */
export interface CompetitiveRecord {
  readonly played: number;
  readonly won: number;
  readonly lost: number;
  readonly drawn: number;
  readonly titles: number;
  readonly podiums: number;
}

const NOTHING: CompetitiveRecord = { played: 0, won: 0, lost: 0, drawn: 0, titles: 0, podiums: 0 };

/** What people, or teams, have achieved; one statement, however many are asked about. */
export const recordLoader = (db: Database, column: 'userId' | 'teamId') =>
  new DataLoader<string, CompetitiveRecord>(async (ids) => {
    const found = await sqlOf(db)(record(column), [[...ids]]);
    const records = new Map(found.map(({ of, ...row }) => [of, row as unknown as CompetitiveRecord]));
    return ids.map((id) => records.get(id) ?? NOTHING);
  }, AT_ONCE);

const record = (column: string) => `
  WITH entry AS (
    SELECT participant.*, tournament."status" = 'COMPLETED' AS "isOver" FROM "Participant" AS participant
    JOIN "Tournament" AS tournament ON tournament."id" = participant."tournamentId"
    WHERE participant."${column}" = ANY($1::text[])),
  result AS (
    SELECT entry."${column}" AS "of", match."firstResult" AS "got" FROM entry
    JOIN "Match" AS match ON match."firstId" = entry."id" AND match."status" = 'COMPLETED'
    UNION ALL
    SELECT entry."${column}", match."secondResult" FROM entry
    JOIN "Match" AS match ON match."secondId" = entry."id" AND match."status" = 'COMPLETED'),
  matches AS (
    SELECT "of", count(*) AS "played", count(*) FILTER (WHERE "got" = 'WIN') AS "won",
      count(*) FILTER (WHERE "got" = 'DRAW') AS "drawn" FROM result GROUP BY "of"),
  places AS (
    SELECT "${column}" AS "of", count(*) FILTER (WHERE "placement" = 1 AND "isOver") AS "titles",
      count(*) FILTER (WHERE "placement" <= 3 AND "isOver") AS "podiums" FROM entry GROUP BY "${column}")
  SELECT places."of", coalesce("played", 0)::int AS "played", coalesce("won", 0)::int AS "won",
    coalesce("played" - "won" - "drawn", 0)::int AS "lost", coalesce("drawn", 0)::int AS "drawn",
    "titles"::int AS "titles", "podiums"::int AS "podiums"
  FROM places LEFT JOIN matches ON matches."of" = places."of"`;

/** The matches that people have before them, by themselves or with their teams. */
export const upcomingLoader = (db: Database) =>
  new DataLoader<string, Match[]>(async (asked) => {
    const userIds = [...asked];
    const places = await db.teamMember.findMany({ where: { userId: { in: userIds }, active: true } });
    const teamIds = [...new Set(places.map(({ teamId }) => teamId))];
    const entries = await db.participant.findMany({
      where: { OR: [{ userId: { in: userIds } }, { teamId: { in: teamIds } }], tournament: { status: 'IN_PROGRESS' } },
    });
    const ids = entries.map(({ id }) => id);
    const matches = await db.match.findMany({
      where: {
        OR: [{ firstId: { in: ids } }, { secondId: { in: ids } }],
        status: { notIn: ['COMPLETED', 'CANCELLED', 'BYE'] },
      },
      orderBy: [{ scheduledAt: { sort: 'asc', nulls: 'last' } }, { id: 'asc' }],
    });
    const teamsOf = grouped(places, ({ userId }) => userId);
    return userIds.map((userId) => {
      const teams = new Set(teamsOf.get(userId)?.map(({ teamId }) => teamId));
      const mine = entries.filter((it) => it.userId === userId || teams.has(it.teamId ?? ''));
      const own = new Set(mine.map(({ id }) => id));
      return matches.filter((row) => participantsOf(row).some((id) => own.has(id ?? ''))).slice(0, MOST_MATCHES);
    });
  }, AT_ONCE);
