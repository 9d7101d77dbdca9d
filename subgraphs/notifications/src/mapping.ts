import type { EventName, EventPayload } from '@fieldhouse/contracts';
import type { News } from './tell.ts';

/** A side of a match: a person, a team, or a guest whom nobody can tell anything. */
type Side = Pick<EventPayload['MatchReady']['sides'][number], 'userId' | 'teamId'>;

/**
 * Who is told: the people whom the event names; whoever is invited, all of the team but those who only cheer; or those who play, of teams their
 * staff alone where it is theirs to act.
 */
export type To =
  | { readonly userIds: readonly string[] }
  | { readonly invitedTo: string }
  | { readonly sides: readonly Side[]; readonly staffOnly?: boolean };

/** What an event means to people: of which kind the news are, to whom, about what. */
export type Meaning = Omit<News, 'cause'> & {
  readonly to: To;
  /** Whether it is what follows from a deed, and so is told to whoever did that as well. */
  readonly follows?: boolean;
};

/**
 * What is told of the other domains' events: the one place where an event becomes news. What texts say besides, such as what an event
 * looked like before, reactions add.
 */
export const MEANINGS = {
  SessionStarted: ({ userId, device }) => ({
    ...{ category: 'SECURITY', kind: 'signedIn', priority: 'HIGH', to: { userIds: [userId] } },
    ...{ facts: { device }, subjectId: userId },
  }),
  RolesChanged: ({ userId, roles }) => ({
    ...{ category: 'ACCOUNT', kind: 'rolesChanged', to: { userIds: [userId] } },
    ...{ facts: { roles }, subjectId: userId, groupKey: 'roles' },
  }),
  UserUnbanned: ({ userId }) => ({
    ...{ category: 'ACCOUNT', kind: 'banLifted', to: { userIds: [userId] } },
    ...{ subjectId: userId },
  }),
  TeamMemberAdded: ({ userId, teamId, role }) => ({
    ...{ category: 'TEAM', kind: 'addedToTeam', to: { userIds: [userId] } },
    ...{ facts: { role }, teamId, subjectId: teamId, groupKey: teamId },
  }),
  TeamMemberUpdated: ({ userId, teamId, role }) => ({
    ...{ category: 'TEAM', kind: 'placeChanged', to: { userIds: [userId] } },
    ...{ facts: { role }, teamId, subjectId: teamId, groupKey: teamId },
  }),
  // Not of the team's concern any more: whoever is off it hears of that.
  TeamMemberRemoved: ({ userId, teamId }) => ({
    ...{ category: 'TEAM', kind: 'removedFromTeam', to: { userIds: [userId] } },
    ...{ subjectId: teamId, groupKey: teamId },
  }),
  EventCreated: ({ eventId, teamId, title, startsAt, endsAt, place = null }) => ({
    ...{ category: 'EVENT', kind: 'invited', to: { invitedTo: teamId } },
    ...{ facts: { title, startsAt, endsAt, place }, teamId, subjectId: eventId, groupKey: eventId },
  }),
  EventUpdated: ({ eventId, teamId, title, startsAt, endsAt, place = null }) => ({
    ...{ category: 'EVENT', kind: 'eventChanged', to: { invitedTo: teamId } },
    ...{ facts: { title, startsAt, endsAt, place }, teamId, subjectId: eventId, groupKey: eventId },
  }),
  EventCancelled: ({ eventId, teamId, reason = null }) => ({
    ...{ category: 'EVENT', kind: 'eventCancelled', priority: 'HIGH', to: { invitedTo: teamId } },
    ...{ facts: { reason }, teamId, subjectId: eventId, groupKey: eventId },
  }),
  MatchReady: ({ matchId, tournamentName: tournament, label, sides, scheduledAt = null, court = null }) => ({
    ...{ category: 'MATCH', kind: 'matchReady', to: { sides }, follows: true },
    ...{ facts: { tournament, label, startsAt: scheduledAt, place: court }, subjectId: matchId, groupKey: matchId },
  }),
  MatchReported: ({ matchId, tournamentName: tournament, label, sides, reportedFor, scores, confirmBy }) => ({
    ...{ category: 'MATCH', kind: 'resultToConfirm', priority: 'HIGH' },
    to: { sides: sides.filter(({ participantId }) => participantId !== reportedFor), staffOnly: true },
    ...{ facts: { tournament, label, score: scores.join(' : '), confirmBy }, subjectId: matchId, groupKey: matchId },
  }),
  MatchDisputed: ({ matchId, tournamentName: tournament, label, officialIds: userIds }) => ({
    ...{ category: 'MATCH', kind: 'matchDisputed', priority: 'HIGH', to: { userIds } },
    ...{ facts: { tournament, label }, subjectId: matchId, groupKey: matchId },
  }),
  ParticipantAdvanced: ({ tournamentName: tournament, userId, teamId, toMatchId, toLabel: label }) => ({
    ...{ category: 'MATCH', kind: 'advanced', to: { sides: [{ userId, teamId }] }, follows: true },
    ...{ facts: { tournament, label }, subjectId: toMatchId, groupKey: toMatchId },
  }),
  ParticipantChanged: ({ tournamentId, tournamentName: tournament, userId, teamId, status, reason = null }) => ({
    ...{ category: 'TOURNAMENT', kind: 'placeInTournament', to: { sides: [{ userId, teamId }], staffOnly: true } },
    ...{ facts: { tournament, status, reason }, subjectId: tournamentId, groupKey: tournamentId },
  }),
  TournamentStatusChanged: ({ tournamentId, name: tournament, userIds, teamIds, reason = null }) => ({
    ...{ category: 'TOURNAMENT', kind: 'tournamentCancelled', priority: 'HIGH' },
    to: { sides: [...userIds.map((userId) => ({ userId })), ...teamIds.map((teamId) => ({ teamId }))] },
    ...{ facts: { tournament, reason }, subjectId: tournamentId, groupKey: tournamentId },
  }),
} as const satisfies { readonly [N in EventName]?: (event: EventPayload[N]) => Meaning };

/** The events that are told. */
export type ToldEvent = keyof typeof MEANINGS;
