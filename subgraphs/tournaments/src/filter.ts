import { containing } from '@fieldhouse/kit';
import type { TournamentFilter } from './__generated__/resolvers.ts';

/** The Prisma filter for the tournaments that a filter means. */
export function matching(filter: TournamentFilter | null | undefined): object {
  const { status, sport, gameId, teamId, participantUserId, startsAfter, search } = filter ?? {};
  const searchText = containing(search);
  const takesPart = [...(teamId ? [{ teamId }] : []), ...(participantUserId ? [{ userId: participantUserId }] : [])];
  return {
    ...(status ? { status: { in: [...status] } } : {}),
    ...(sport ? { sport: { equals: sport.trim(), mode: 'insensitive' } } : {}),
    ...(gameId ? { gameId } : {}),
    ...(startsAfter ? { startsAt: { gt: startsAfter } } : {}),
    ...(searchText ? { searchText } : {}),
    AND: takesPart.map((who) => ({ participants: { some: who } })),
  };
}
