import { AT_ONCE } from '@fieldhouse/kit';
import DataLoader from 'dataloader';
import type { Database } from './__generated__/database.ts';
import type { MatchStatus, Participant } from './__generated__/prisma/client.ts';
import { grouped } from './grouped.ts';
import { HOLD_A_PLACE } from './places.ts';
import { participantsOf } from './rows.ts';

/** How many of each tournament have a place. */
export const placesLoader = (db: Database) =>
  new DataLoader<string, number>(async (ids) => {
    const where = { tournamentId: { in: [...ids] }, status: { in: [...HOLD_A_PLACE] } };
    const counted = await db.participant.groupBy({ by: ['tournamentId'], where, _count: true });
    const counts = new Map(counted.map(({ tournamentId, _count }) => [tournamentId, _count]));
    return ids.map((id) => counts.get(id) ?? 0);
  }, AT_ONCE);

/** Places one to three of tournaments that are over, the best first. */
export const podiumLoader = (db: Database) =>
  new DataLoader<string, Participant[]>(async (ids) => {
    const where = { tournamentId: { in: [...ids] }, placement: { lte: 3 } };
    const found = await db.participant.findMany({ where, orderBy: [{ placement: 'asc' }, { id: 'asc' }] });
    const podiums = grouped(found, ({ tournamentId }) => tournamentId);
    return ids.map((id) => podiums.get(id) ?? []);
  }, AT_ONCE);

const OPEN: readonly MatchStatus[] = ['READY', 'CALLED', 'IN_PROGRESS'];

/** Whether a participant has a match that can be reported. */
export const openMatchLoader = (db: Database) =>
  new DataLoader<string, boolean>(async (ids) => {
    const own = { in: [...ids] };
    const where = { status: { in: [...OPEN] }, OR: [{ firstId: own }, { secondId: own }] };
    const found = await db.match.findMany({ where, select: { firstId: true, secondId: true } });
    const playing = new Set(found.flatMap(participantsOf));
    return ids.map((id) => playing.has(id));
  }, AT_ONCE);

/** Whose entry a person would be: by themselves, or with a team of theirs. */
export interface Whose {
  readonly tournamentId: string;
  readonly userId: string;
}

/** A person's own entry in a tournament, else that of a team whose roster they are on, as far as is known here. */
export const entryLoader = (db: Database) =>
  new DataLoader<Whose, Participant | null, string>(
    async (asked) => {
      const userIds = [...new Set(asked.map(({ userId }) => userId))];
      const places = await db.teamMember.findMany({ where: { userId: { in: userIds }, active: true } });
      const teamIds = places.map(({ teamId }) => teamId);
      const found = await db.participant.findMany({
        where: {
          tournamentId: { in: [...new Set(asked.map(({ tournamentId }) => tournamentId))] },
          OR: [{ userId: { in: userIds } }, { teamId: { in: teamIds } }],
        },
        orderBy: { id: 'asc' },
      });
      const teamsOf = grouped(places, ({ userId }) => userId);
      return asked.map(({ tournamentId, userId }) => {
        const own = new Set(teamsOf.get(userId)?.map(({ teamId }) => teamId));
        const there = found.filter((it) => it.tournamentId === tournamentId);
        return there.find((it) => it.userId === userId) ?? there.find((it) => own.has(it.teamId ?? '')) ?? null;
      });
    },
    { ...AT_ONCE, cacheKeyFn: ({ tournamentId, userId }) => `${tournamentId} ${userId}` },
  );
