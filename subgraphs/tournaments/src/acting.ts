import { onTeamNow } from '@fieldhouse/kit';
import type { TournamentsContext } from './__generated__/context.ts';
import type { Match, Participant } from './__generated__/prisma/client.ts';
import type { Actor } from './play.ts';
import { participantsOf } from './rows.ts';

/** Those of a team who act for it. */
export const TEAM_STAFF: readonly string[] = ['OWNER', 'COACH', 'ASSISTANT', 'MANAGER'];

/** Whether the team says, at this moment, that somebody is of its staff. */
export const staffOfTeam = onTeamNow<TournamentsContext>({
  label: 'staff of the team, as the teams domain says at that moment',
  roles: TEAM_STAFF,
  teamOf: ({ input, parent }) => input.teamId ?? parent?.teamId,
});

/** Whether somebody is a participant, or staff of the team that is. */
export async function actsFor(participant: Participant, context: TournamentsContext): Promise<boolean> {
  const { viewer } = context;
  if (participant.userId !== null) return participant.userId === viewer.id;
  if (participant.teamId === null) return false;
  return staffOfTeam.allows(viewer, { parent: participant, input: {} }, context);
}

/** Whether somebody runs a tournament; referees too, where those count. */
export async function isOfficial(
  tournamentId: string,
  { viewer, load }: TournamentsContext,
  { orReferee = false } = {},
): Promise<boolean> {
  const officials = await load.officialsOf.load(tournamentId);
  return officials.some(({ userId, role }) => userId === viewer.id && (orReferee || role === 'ORGANIZER'));
}

/** Whom the viewer acts for in a match; asked before anything is locked. */
export async function actorIn(matchId: string, context: TournamentsContext): Promise<Actor> {
  const { viewer, load } = context;
  const match = await load.match.load(matchId);
  const official = match && (await isOfficial(match.tournamentId, context, { orReferee: true }));
  return {
    userId: viewer.id,
    participantIds: new Set(match ? await sidesOfViewer(match, context) : []),
    isOfficial: Boolean(official) || viewer.roles.includes('ADMIN'),
  };
}

/** The participants of a match that the viewer acts for. */
export async function sidesOfViewer(match: Match, context: TournamentsContext): Promise<string[]> {
  const ids = participantsOf(match).flatMap((id) => id ?? []);
  const own = await Promise.all(
    ids.map(async (id) => {
      const participant = await context.load.participant.load(id);
      return participant && (await actsFor(participant, context)) ? [id] : [];
    }),
  );
  return own.flat();
}
