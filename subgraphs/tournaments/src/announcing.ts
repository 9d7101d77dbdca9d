import type { Participant, Tournament, TournamentStatus } from './__generated__/prisma/client.ts';
import type { Doing } from './held.ts';
import { sideOf } from './sides.ts';

/** What other domains show of a tournament. */
export const looks = (tournament: Tournament) => ({
  tournamentId: tournament.id,
  version: tournament.version,
  slug: tournament.slug,
  name: tournament.name,
  sport: tournament.sport,
  gameId: tournament.gameId,
  startsAt: tournament.startsAt?.toISOString() ?? null,
  timeZone: tournament.timeZone,
});

/** Tells the house where a tournament is in its life, and whom that concerns. */
export async function announceStatus({ tx, emit }: Doing, tournament: Tournament, previous: TournamentStatus) {
  const { id: tournamentId, version, name, status, statusReason: reason } = tournament;
  const concerned = await tx.participant.findMany({
    where: { tournamentId, status: { notIn: ['WITHDRAWN', 'DISQUALIFIED'] } },
  });
  const champion = status === 'COMPLETED' ? concerned.find(({ placement }) => placement === 1) : undefined;
  await emit('TournamentStatusChanged', {
    ...{ tournamentId, version, name, status, previous, reason },
    userIds: concerned.flatMap(({ userId }) => userId ?? []),
    teamIds: concerned.flatMap(({ teamId }) => teamId ?? []),
    champion: champion ? sideOf(champion) : null,
  });
  await emit('TournamentChanged', { ...looks(tournament), status });
}

/** Tells the house what became of a participant. */
export const announceParticipant = (
  { emit }: Pick<Doing, 'emit'>,
  { version, name: tournamentName }: Pick<Tournament, 'version' | 'name'>,
  participant: Participant,
  previous: string,
  reason: string | null = null,
): Promise<void> => {
  const { id: participantId, tournamentId, kind, userId, teamId, status } = participant;
  return emit('ParticipantChanged', {
    ...{ tournamentId, tournamentName, version, participantId, kind, userId, teamId, status, previous, reason },
  });
};
