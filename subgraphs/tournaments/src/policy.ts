import { admin, definePolicies, member, type Rule, type Subject, self } from '@fieldhouse/kit';
import type { TournamentsContext } from './__generated__/context.ts';
import { actsFor, isOfficial, sidesOfViewer, staffOfTeam } from './acting.ts';

/** The tournament that an input is about: it names it, or something in it. */
async function tournamentOf({ input }: Subject, { load }: TournamentsContext): Promise<string | undefined> {
  if (input.tournamentId) return input.tournamentId;
  const { stageId, participantId, matchId } = input;
  const part = stageId
    ? await load.stage.load(stageId)
    : matchId
      ? await load.match.load(matchId)
      : await load.participant.load(participantId);
  return part?.tournamentId;
}

const official = (label: string, orReferee: boolean): Rule<TournamentsContext> => ({
  label,
  allows: async (_, about, context) => {
    const tournamentId = await tournamentOf(about, context);
    return tournamentId !== undefined && isOfficial(tournamentId, context, { orReferee });
  },
});

/** Whoever plays in a match, or acts for a team that does, and those who decide in the tournament. */
const inMatch = (label: string): Rule<TournamentsContext> => ({
  label,
  allows: async (_, { input }, context) => {
    const match = await context.load.match.load(input.matchId);
    if (!match) return false;
    if (await isOfficial(match.tournamentId, context, { orReferee: true })) return true;
    return (await sidesOfViewer(match, context)).length > 0;
  },
});

export const policies = definePolicies<TournamentsContext>({
  self,
  member,
  admin,
  'tournament:manage': official('organiser of the tournament', false),
  'team:enter': {
    label: 'for oneself, or staff of the team, as the teams domain says at that moment',
    allows: (viewer, about, context) =>
      about.input.teamId == null || staffOfTeam.allows(viewer, { ...about, parent: {} }, context),
  },
  'participant:own': {
    label: 'the participant, or staff of the team that is',
    allows: async (_, { input }, context) => {
      const participant = await context.load.participant.load(input.participantId);
      return participant !== null && actsFor(participant, context);
    },
  },
  'match:report': inMatch('who plays in the match, staff of a team that does, organiser or referee'),
  'match:confirm': inMatch('the opponent of whoever reported, staff of that team, organiser or referee'),
  'match:resolve': official('organiser or referee of the tournament', true),
});
